package io.tidemark.benchmarks.streams.goals;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Where goals are measured.
 *
 * @param events how many there are where nothing speaks against it
 */
record Lab(Database database, int events) {
  static final String ROWS_SCHEMA = "benchmark_streams_rows";
  static final int COMMIT = 5_000;

  private static final double NANOS = 1e9;
  private static final int CONNECTIONS = 8;

  /** Something that takes time. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** How long it takes. */
  static double seconds(Work work) throws Exception {
    System.gc(); // so that nobody collects what was left by others
    long from = System.nanoTime();
    work.run();
    return (System.nanoTime() - from) / NANOS;
  }

  /** Makes a log of these events, and of one after which everything has closed. */
  void log(String schema, Event[] events) throws SQLException, IOException {
    EventLog.create(database, schema, events);
  }

  void dropRows(String schema) throws SQLException {
    database.execute("drop schema if exists " + schema + " cascade");
  }

  /** Over a log in this schema, with rows in that one. */
  OpenLog open(String schema, String rows) {
    return OpenLog.of(database, schema, rows);
  }

  /** How long it takes to make rows from the beginning; looks at them afterwards. */
  double project(String schema, Function<PostgresProjections, Subscriber> made, Checking checking)
      throws Exception {
    dropRows(ROWS_SCHEMA);
    try (OpenLog log = open(schema, ROWS_SCHEMA)) {
      Subscriber subscriber = made.apply(log.projections());
      double seconds = seconds(() -> catchUp(log, subscriber));
      checking.check(log);
      return seconds;
    }
  }

  /** Looks whether what was made is right. */
  @FunctionalInterface
  interface Checking {
    void check(OpenLog log) throws Exception;
  }

  static void catchUp(OpenLog log, Subscriber subscriber) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(log.store()).batchSize(COMMIT).add(subscriber).build()) {
      runner.catchUp();
    }
  }

  /** Refuses a measurement of what is wrong. */
  static void require(boolean isRight, String what) {
    if (!isRight) {
      throw new IllegalStateException("Wrong: " + what);
    }
  }

  /** A log and projections of it. */
  record OpenLog(HikariDataSource pool, PostgresEventStore store, PostgresProjections projections)
      implements AutoCloseable {
    static OpenLog of(Database database, String schema, String rows) {
      HikariDataSource pool = database.pool(CONNECTIONS);
      PostgresEventStore store = EventLog.store(pool, schema);
      return new OpenLog(pool, store, PostgresProjections.builder(store).schema(rows).build());
    }

    @Override
    public void close() {
      store.close();
      pool.close();
    }
  }
}
