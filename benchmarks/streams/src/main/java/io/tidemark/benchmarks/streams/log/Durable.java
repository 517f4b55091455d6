package io.tidemark.benchmarks.streams.log;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import java.sql.SQLException;
import java.util.OptionalDouble;

/**
 * From the log into rows in PostgreSQL, exactly once: what so many events do is committed with the
 * checkpoint.
 *
 * @param kind what is made
 */
public record Durable(Database database, int eventsACommit, Kind kind) implements Contender {
  static final String ROWS_SCHEMA = "benchmark_streams_rows";

  private static final int SMALL_COMMIT = 5_000;
  private static final int CONNECTIONS = 8;

  /** What is made. */
  public enum Kind {
    /** Rows that are there at once. */
    AT_ONCE("exactly once", true),
    /** Rows of windows that have closed. */
    CLOSED("exactly once, windows that have closed", false),
    /** The same by a statement of SQL that has a name. */
    SQL("SQL", false);

    private final String words;
    private final boolean hasAim;

    Kind(String words, boolean hasAim) {
      this.words = words;
      this.hasAim = hasAim;
    }
  }

  /** What brings rows up to date, and tells them. */
  public interface Making {
    Subscriber subscriber();

    void tell(Rows rows);
  }

  @Override
  public String name() {
    return "Tidemark, %s, %,d events a commit".formatted(kind.words, eventsACommit);
  }

  /** Where rows do not wait for windows to close there is nothing else to measure. */
  @Override
  public boolean can(Workload work) {
    return kind != Kind.CLOSED || (work.isByTime() && !work.isPerEvent());
  }

  @Override
  public OptionalDouble aim(Workload work) {
    if (!kind.hasAim) {
      return OptionalDouble.empty();
    }
    if (work.isPerEvent()) {
      return OptionalDouble.of(eventsACommit == SMALL_COMMIT ? 0.3 : 0.5);
    }
    return OptionalDouble.of(eventsACommit == SMALL_COMMIT ? 0.45 : 0.6);
  }

  @Override
  public Against against() {
    return Against.REPLAY;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) throws SQLException {
    database.execute("drop schema if exists " + ROWS_SCHEMA + " cascade");
    HikariDataSource pool = database.pool(CONNECTIONS);
    PostgresEventStore store = EventLog.store(pool);
    PostgresProjections projections =
        PostgresProjections.builder(store).schema(ROWS_SCHEMA).build();
    Making making =
        kind == Kind.SQL
            ? new MadeBySql(projections, work)
            : new MadeByCode(
                projections,
                kind == Kind.CLOSED ? WindowRows.closed(work) : WindowRows.atOnce(work));
    return new Run() {
      @Override
      public void run() {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(store)
                .batchSize(eventsACommit)
                .add(making.subscriber())
                .build()) {
          runner.catchUp();
        }
      }

      @Override
      public void finish() {
        making.tell(rows);
        store.close();
        pool.close();
      }
    };
  }
}
