package io.tidemark.benchmarks.streams.log;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.RecordedEvent;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.LogQuery;
import java.util.Iterator;
import java.util.stream.Stream;

/** Reads the log and decodes its events: the limit of all that begins with it. Makes no rows. */
public record Replay(Database database) implements Contender {
  @Override
  public String name() {
    return "Tidemark, replay alone";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public boolean isRight(Workload work) {
    return false;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    HikariDataSource pool = database.pool(2);
    PostgresEventStore store = EventLog.store(pool);
    return new Run() {
      @Override
      public void run() {
        Rows.Part out = rows.part();
        try (Stream<RecordedEvent> found = store.readAll(LogQuery.all())) {
          for (Iterator<RecordedEvent> rest = found.iterator(); rest.hasNext(); ) {
            for (PaymentEvent event : PaymentEvent.CODEC.decode(rest.next())) {
              out.add(0, 0, 0, ((Paid) event).amount());
            }
          }
        }
        out.flush();
      }

      @Override
      public void finish() {
        store.close();
        pool.close();
      }
    };
  }
}
