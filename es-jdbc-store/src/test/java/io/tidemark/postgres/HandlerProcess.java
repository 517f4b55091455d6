package io.tidemark.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that handles events, by a note of each in a table, until it is killed. */
final class HandlerProcess {
  private HandlerProcess() {}

  static Process start(TestDatabase database) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            HandlerProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target", "handler-process.log")))
        .start();
  }

  public static void main(String[] arguments) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(4);
    try (HikariDataSource dataSource = new HikariDataSource(config);
        PostgresEventStore store = PostgresEventStore.builder(dataSource).build();
        SubscriptionRunner runner =
            SubscriptionRunner.builder(store)
                .add(
                    noting(
                        store,
                        PostgresCheckpointStore.of(dataSource, "tidemark"),
                        new Jdbc(dataSource)))
                .build()) {
      runner.start();
      while (runner.isAlive()) {
        LockSupport.parkNanos(1_000_000_000);
      }
    }
  }

  /** What it does stands for a mail: it is in no transaction with the checkpoint. */
  static Subscriber noting(EventStore store, PostgresCheckpointStore checkpoints, Jdbc notes) {
    return HandlerSubscriber.atLeastOnce("notes", checkpoints)
        .fromBeginning(store)
        .events(LogQuery.all().categories(Set.of("thing")), new Raw())
        .handledBy(
            (event, recorded) ->
                notes.update(
                    "insert into notes (position, event_id) values (?, ?)",
                    recorded.position(),
                    recorded.id()));
  }

  /** Takes events as they are. */
  private static final class Raw implements EventCodec<RecordedEvent> {
    @Override
    public EventData encode(RecordedEvent event, Metadata metadata, Instant occurredAt) {
      return EventData.of(event.type(), event.data());
    }

    @Override
    public List<RecordedEvent> decode(RecordedEvent event) {
      return List.of(event);
    }

    @Override
    public Set<String> types() {
      return Set.copyOf(List.of("Done"));
    }
  }
}
