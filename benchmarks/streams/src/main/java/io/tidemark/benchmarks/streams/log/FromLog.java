package io.tidemark.benchmarks.streams.log;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.OptionalDouble;

/** From the log into rows in memory. */
public record FromLog(Database database) implements Contender {
  @Override
  public String name() {
    return "Tidemark, from the log, rows in memory";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public OptionalDouble aim(Workload work) {
    return switch (work) {
      case T1, T4, T5 -> OptionalDouble.of(0.85);
      case T2, T3, T6 -> OptionalDouble.of(0.7);
    };
  }

  @Override
  public Against against() {
    return Against.REPLAY;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    HikariDataSource pool = database.pool(2);
    PostgresEventStore store = EventLog.store(pool);
    InMemoryProjection<?, ?> projection = InMemoryProjection.of(WindowRows.atOnce(work), store);
    return new Run() {
      @Override
      public void run() {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(store).add(projection).build()) {
          runner.catchUp();
        }
      }

      @Override
      public void finish() {
        WindowRows.tell(projection.list(), rows);
        store.close();
        pool.close();
      }
    };
  }
}
