package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Flyway has done in a schema. To look into its history takes two queries and asking Flyway
 * many, and what most programs find there is that nothing is left to be done.
 */
final class MigrationHistory {
  /** The table that Flyway keeps it in. */
  static final String TABLE = "log_history";

  private static final Logger LOG = LoggerFactory.getLogger(MigrationHistory.class);

  private MigrationHistory() {}

  /**
   * Whether exactly the migrations of this version of the library have been run. If it says no,
   * Flyway is to say what is missing.
   */
  static boolean isUpToDate(DataSource dataSource, String schema) {
    return new Jdbc(dataSource)
        .inSession(
            session ->
                exists(session, schema)
                    && expected(schema)
                        .filter(expected -> expected.equals(run(session, schema)))
                        .isPresent());
  }

  private static boolean exists(Session session, String schema) {
    return session
        .first("select to_regclass(?) is not null", row -> row.truth(1), schema + "." + TABLE)
        .orElseThrow();
  }

  /** The newest checksum of each script; one that failed has none. */
  private static Map<String, Integer> run(Session session, String schema) {
    Map<String, Integer> run = new HashMap<>();
    session.query(
        "select script, case when success then checksum end from %s.%s where type = 'SQL' order by installed_rank"
            .formatted(schema, TABLE),
        row -> run.put(row.text(1), row.object(2, Integer.class)));
    return run;
  }

  /** Of what is on the class path; nothing if that is no place whose files can be listed. */
  private static Optional<Map<String, Integer>> expected(String schema) {
    try {
      Map<String, Integer> expected = new HashMap<>();
      MigrationText.all()
          .forEach(migration -> expected.put(migration.name(), migration.checksum(schema)));
      return Optional.of(expected);
    } catch (IOException | RuntimeException e) {
      LOG.debug("Flyway is asked, as the migrations cannot be listed here", e);
      return Optional.empty();
    }
  }
}
