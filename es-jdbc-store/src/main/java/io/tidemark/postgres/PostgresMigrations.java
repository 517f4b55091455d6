package io.tidemark.postgres;

import io.tidemark.TidemarkException;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Brings the schema of a log up to date. Several processes may do so at once; one does it and the
 * others wait.
 *
 * <p>Needs the right to create a schema and objects in it; the store itself does not.
 */
public final class PostgresMigrations {
  private static final String LOCATION = "classpath:io/tidemark/postgres/migration";

  /**
   * Checksum of the first text of V1, which held the functions that have files of their own now.
   * The tables it made are the same.
   */
  private static final int FIRST_V1 = -326_786_810;

  private PostgresMigrations() {}

  /**
   * Creates or updates the log in this schema.
   *
   * @param dataSource gives at least two connections at a time; if it is a HikariCP pool, a third
   *     is opened beside it
   * @throws IllegalArgumentException if the name is not a plain lower-case identifier
   * @throws IllegalStateException if the log was made from {@link MigrationFiles}
   */
  public static void migrate(DataSource dataSource, String schema) {
    migrate(dataSource, new DirectConnections(dataSource), schema);
  }

  /** The same with a connection for the lock from elsewhere. */
  static void migrate(DataSource dataSource, DirectConnections connections, String schema) {
    SchemaName.require(schema);
    if (!MigrationHistory.isUpToDate(dataSource, schema)) {
      migrateLocked(dataSource, connections, schema);
    }
  }

  private static void migrateLocked(
      DataSource dataSource, DirectConnections connections, String schema) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(dataSource)
            .schemas(schema)
            .defaultSchema(schema)
            .table(MigrationHistory.TABLE)
            .locations(LOCATION)
            .baselineOnMigrate(true) // what else lives in the schema is not ours to judge
            .baselineVersion("0")
            .placeholders(Map.of("schema", schema))
            .load();
    // Flyway's own lock lies in the schema; two processes that create the schema at once need one
    // outside it. It is held on a connection of its own, because Flyway needs those of a small
    // pool.
    try (Connection connection = connections.open("tidemark-migration")) {
      String lock = "hashtextextended('tidemark migration of " + schema + "', 0))";
      Session session = new Session(connection);
      session.query("select pg_advisory_lock(" + lock, row -> 0);
      try {
        requireHistory(session, schema);
        migrate(flyway);
      } finally {
        giveBack(connection, "select pg_advisory_unlock(" + lock);
      }
    } catch (SQLException e) {
      throw SqlErrors.translate("migrate " + schema, e);
    }
  }

  /** A pool may keep the connection, and with it the lock. */
  private static void giveBack(Connection connection, String unlock) {
    try {
      new Session(connection).query(unlock, row -> 0);
    } catch (TidemarkException e) {
      DirectConnections.breakOff(connection);
    }
  }

  /** Whoever ran the files by hand goes on so: nobody knows which of them were run. */
  private static void requireHistory(Session session, String schema) {
    boolean isMissing =
        session
            .first(
                "select to_regclass(?) is null and exists (select from pg_attribute"
                    + " where attrelid = to_regclass(?) and attname = 'log_id')",
                row -> row.truth(1),
                schema + "." + MigrationHistory.TABLE,
                schema + ".log")
            .orElseThrow();
    if (isMissing) {
      throw new IllegalStateException(
          "Cannot migrate %1$s: expected %2$s beside the table log, actual none, so it was made from plain SQL files; run the newer ones and open the store withoutMigration()"
              .formatted(schema, MigrationHistory.TABLE));
    }
  }

  private static void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      if (!differsInFirstV1Only(flyway)) {
        throw e;
      }
      flyway.repair();
      flyway.migrate();
    }
  }

  private static boolean differsInFirstV1Only(Flyway flyway) {
    List<MigrationInfo> changed =
        Arrays.stream(flyway.info().applied())
            .filter(migration -> migration.isVersioned() && !migration.isChecksumMatching())
            .toList();
    return changed.size() == 1
        && changed.get(0).getVersion().getVersion().equals("1")
        && Objects.equals(changed.get(0).getAppliedChecksum(), FIRST_V1);
  }
}
