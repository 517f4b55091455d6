package io.tidemark.projection.table;

import io.tidemark.jdbc.Row;
import io.tidemark.row.ValueKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a kind of value is kept in PostgreSQL. */
enum ColumnType {
  /** Ordered by code point, as Java orders it, whatever the language of the database. */
  TEXT("text", "text collate \"C\"", String.class),
  BIGINT("bigint", "bigint", Long.class),
  INTEGER("integer", "integer", Integer.class),
  NUMERIC("numeric", "numeric", BigDecimal.class),
  DOUBLE("double precision", "double precision", Double.class),
  BOOLEAN("boolean", "boolean", Boolean.class),
  TIMESTAMPTZ("timestamptz", "timestamptz", OffsetDateTime.class),
  DATE("date", "date", LocalDate.class),
  UUID("uuid", "uuid", UUID.class),
  JSONB("jsonb", "jsonb", String.class);

  private final String sql;
  private final String declaration;
  private final Class<?> driverType;

  ColumnType(String sql, String declaration, Class<?> driverType) {
    this.sql = sql;
    this.declaration = declaration;
    this.driverType = driverType;
  }

  static ColumnType of(ValueKind kind) {
    return switch (kind) {
      case TEXT, ENUM -> TEXT;
      case LONG -> BIGINT;
      case INTEGER -> INTEGER;
      case DECIMAL -> NUMERIC;
      case DOUBLE -> DOUBLE;
      case BOOLEAN -> BOOLEAN;
      case INSTANT -> TIMESTAMPTZ;
      case DATE -> DATE;
      case UUID -> UUID;
      case JSON -> JSONB;
    };
  }

  /** Its name in casts. */
  String sql() {
    return sql;
  }

  /** Its name in a table's definition. */
  String declaration() {
    return declaration;
  }

  @Nullable Object read(Row row, int column) throws SQLException {
    if (this == JSONB) {
      return row.textOrNull(column); // the driver makes no String of it by that class
    }
    Object value = row.object(column, driverType);
    return value instanceof OffsetDateTime time ? time.toInstant() : value;
  }
}
