package io.tidemark.benchmarks.read;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import io.tidemark.benchmarks.payments.PlainDecoder;
import io.tidemark.benchmarks.payments.PlainLog;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/** Ways to be told of payments soon after they were committed; each is given their numbers. */
final class Follower {
  /** What the trigger of the plain log notifies. */
  static final String CHANNEL = "benchmark_plain";

  private static final int POLL_MILLIS = 5;
  private static final int WAIT_MILLIS = 100;
  private static final int EVENTS_PER_CHECKPOINT = 100;

  private Follower() {}

  /** How it is done. */
  enum Kind {
    SUBSCRIPTION,
    HANDLER,
    NOTIFIED,
    POLLING
  }

  /** Looks for what is new, waiting a little if there is nothing. */
  @FunctionalInterface
  private interface Look {
    void next() throws Exception;
  }

  /**
   * Follows from now on, until it is closed.
   *
   * @param store the log; by hand it is the plain one
   */
  static AutoCloseable begin(
      Kind kind,
      Database database,
      HikariDataSource pool,
      PostgresEventStore store,
      LongConsumer handler)
      throws SQLException {
    return switch (kind) {
      case SUBSCRIPTION -> subscription(store, handler);
      case HANDLER -> handler(pool, store, handler);
      case NOTIFIED, POLLING -> byHand(kind, database, handler);
    };
  }

  private static AutoCloseable subscription(PostgresEventStore store, LongConsumer handler) {
    Subscription subscription = Subscription.of(store, LogQuery.all().after(store.head()));
    return looking(
        () ->
            subscription
                .next(Duration.ofMillis(WAIT_MILLIS))
                .events()
                .forEach(
                    event ->
                        PaymentEvent.CODEC
                            .decode(event)
                            .forEach(paid -> handler.accept(((Paid) paid).number()))));
  }

  private static AutoCloseable handler(
      HikariDataSource pool, PostgresEventStore store, LongConsumer handler) {
    SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(
                HandlerSubscriber.atLeastOnce(
                        "delay-" + HandledTimes.now(),
                        PostgresCheckpointStore.of(pool, store.schema()))
                    .fromNow(store)
                    .events(LogQuery.all(), PaymentEvent.CODEC)
                    .withEventsPerCheckpoint(EVENTS_PER_CHECKPOINT)
                    .handledBy((event, recorded) -> handler.accept(((Paid) event).number())))
            .build();
    runner.start();
    runner.catchUp(); // so that it has begun
    return runner;
  }

  private static AutoCloseable byHand(Kind kind, Database database, LongConsumer handler)
      throws SQLException {
    Connection connection = database.connect();
    if (kind == Kind.NOTIFIED) {
      try (Statement listen = connection.createStatement()) {
        listen.execute("listen " + CHANNEL);
      }
    }
    PGConnection notifications = connection.unwrap(PGConnection.class);
    PreparedStatement select =
        connection.prepareStatement(
            "select position, type, data from %s.events where position > ? order by position"
                .formatted(PlainLog.SCHEMA));
    select.setLong(1, head(connection));
    AutoCloseable looking =
        looking(
            () -> {
              if (kind == Kind.NOTIFIED) {
                notifications.getNotifications(WAIT_MILLIS);
              } else {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
              }
              read(select, handler);
            });
    return () -> {
      looking.close();
      connection.close();
    };
  }

  private static long head(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select coalesce(max(position), 0) from %s.events".formatted(PlainLog.SCHEMA))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void read(PreparedStatement select, LongConsumer handler) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        handler.accept(PlainDecoder.decode(rows.getString(2), rows.getString(3)).number());
        select.setLong(1, rows.getLong(1));
      }
    }
  }

  /** Looks again and again on a thread of its own. */
  private static AutoCloseable looking(Look look) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  look.next();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the end
              } catch (Exception e) {
                throw new IllegalStateException("Following failed", e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join();
    };
  }
}
