package axon5;

import java.sql.Types;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.VarbinaryJdbcType;

/** Stores the engine's @Lob byte[] columns as bytea rather than as PostgreSQL large objects. */
public class ByteaDialect extends PostgreSQLDialect {
  @Override
  protected String columnType(int code) {
    return code == SqlTypes.BLOB ? "bytea" : super.columnType(code);
  }

  @Override
  protected String castType(int code) {
    return code == SqlTypes.BLOB ? "bytea" : super.castType(code);
  }

  @Override
  public void contributeTypes(TypeContributions contributions, ServiceRegistry registry) {
    super.contributeTypes(contributions, registry);
    contributions
        .getTypeConfiguration()
        .getJdbcTypeRegistry()
        .addDescriptor(Types.BLOB, VarbinaryJdbcType.INSTANCE);
  }
}
