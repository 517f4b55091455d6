package io.tidemark.postgres;

import io.tidemark.contract.DecisionContract;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Decisions over many streams, on PostgreSQL: each store has a log, that is, a schema, of its own.
 */
class PostgresDecisionTest extends DecisionContract {
  private static final AtomicInteger LOGS = new AtomicInteger();

  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = LogDatabase.create();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Override
  protected EventStore createStore() {
    return PostgresEventStore.builder(database.dataSource())
        .schema("log" + LOGS.incrementAndGet())
        .build();
  }
}
