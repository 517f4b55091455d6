package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testdatabase.TestDatabaseTemplate;

/** A database with an empty log of its own, for one test. */
public final class LogDatabase {
  private static final TestDatabaseTemplate EMPTY_LOG =
      new TestDatabaseTemplate(
          empty -> PostgresMigrations.migrate(empty, "tidemark"),
          copy -> new Jdbc(copy).update("update tidemark.log set log_id = gen_random_uuid()"));

  private LogDatabase() {}

  /** Its log is in the schema {@code tidemark}; close it to drop it. */
  public static TestDatabase create() {
    return EMPTY_LOG.copy();
  }
}
