package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema of a log up to date. Several processes may do so at once; one does it and the
 * others wait.
 *
 * <p>Needs the right to create a schema and objects in it; the store itself does not.
 */
public final class PostgresMigrations {
  private static final String LOCATION = "classpath:io/tidemark/postgres/migration";
  private static final String HISTORY = "log_history";

  private PostgresMigrations() {}

  /**
   * Creates or updates the log in this schema.
   *
   * @param dataSource gives at least three connections at a time
   * @throws IllegalArgumentException if the name is not a plain lower-case identifier
   */
  public static void migrate(DataSource dataSource, String schema) {
    migrate(dataSource, schema, LOCATION, HISTORY);
  }

  /**
   * Creates or updates what another module keeps beside the log, from migrations of its own, which
   * may use the placeholder <code>${schema}</code>.
   *
   * @param location where Flyway finds the migrations
   * @param history name of the table in which Flyway remembers them
   */
  public static void migrate(
      DataSource dataSource, String schema, String location, String history) {
    SchemaName.require(schema);
    Flyway flyway =
        Flyway.configure()
            .dataSource(dataSource)
            .schemas(schema)
            .defaultSchema(schema)
            .table(history)
            .locations(location)
            .baselineOnMigrate(true) // what else lives in the schema is not ours to judge
            .baselineVersion("0")
            .placeholders(Map.of("schema", schema))
            .load();
    // Flyway's own lock lies in the schema; two processes that create the schema at once need one
    // outside it.
    new Jdbc(dataSource)
        .inTransaction(
            session -> {
              session.query(
                  "select pg_advisory_xact_lock(hashtextextended(?, 7437))", row -> 0, schema);
              return flyway.migrate();
            });
  }
}
