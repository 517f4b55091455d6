package io.tidemark.postgres;

import io.tidemark.contract.SnapshotStoreContract;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.testdatabase.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** All that a snapshot store promises, on PostgreSQL. */
class PostgresSnapshotStoreTest extends SnapshotStoreContract {
  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = LogDatabase.create();
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Override
  protected SnapshotStore createStore() {
    new Jdbc(database.dataSource()).update("truncate tidemark.snapshots");
    return PostgresSnapshotStore.of(database.dataSource(), "tidemark");
  }
}
