package io.tidemark.benchmarks.streams.log;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.payments.PaymentEvent;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.peer.TableOfEvents;
import io.tidemark.postgres.PostgresEventStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The events as a log of payments, each key an account, and one event more. */
public final class EventLog {
  /** Where it is if nothing else is said. */
  public static final String SCHEMA = "benchmark_streams";

  /** Of the event that is put at the end, after which everything has closed. */
  private static final int END = -1;

  private static final Duration AFTER_ALL = Duration.ofMinutes(30);
  private static final char PREFIX = 'a';

  private EventLog() {}

  /** Makes it. */
  public static void create(Database database, Event[] events) throws SQLException, IOException {
    create(database, SCHEMA, events);
  }

  /** Makes it in this schema. */
  public static void create(Database database, String schema, Event[] events)
      throws SQLException, IOException {
    database.createLog(schema);
    Map<Integer, Long> versions = new HashMap<>();
    long[] latest = {Long.MIN_VALUE}; // what comes late was recorded late
    TableOfEvents.copy(
        database,
        schema
            + ".events (position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)",
        events.length + 1,
        i -> {
          Event event = i < events.length ? events[i] : end(events);
          latest[0] = Math.max(latest[0], event.time());
          return line(i, event, latest[0], versions.merge(event.key(), 1L, Long::sum));
        });
    database.execute("vacuum (analyze) " + schema + ".events");
  }

  private static Event end(Event[] events) {
    return new Event(END, 0, events[events.length - 1].time() + AFTER_ALL.toMillis());
  }

  private static String line(int index, Event event, long recorded, long version) {
    String key = PREFIX + "" + event.key();
    return String.join(
        "\t",
        "" + (index + 1),
        "" + version,
        Instant.ofEpochMilli(event.time()).toString(),
        Instant.ofEpochMilli(recorded).toString(),
        "01900000-0000-7000-8000-%012x".formatted(index),
        PaymentEvent.CATEGORY,
        key,
        PaymentEvent.TYPE,
        PaymentEvent.json(key, event.amount(), index),
        "{}");
  }

  static PostgresEventStore store(HikariDataSource pool) {
    return store(pool, SCHEMA);
  }

  /** The log in this schema. */
  public static PostgresEventStore store(HikariDataSource pool, String schema) {
    return PostgresEventStore.builder(pool).schema(schema).withoutMigration().build();
  }

  /** Whether this is the account of the event that was put at the end. */
  static boolean isEnd(String account) {
    return key(account) == END;
  }

  /** The key of which an account was made. */
  static int key(String account) {
    return Integer.parseInt(account.substring(1));
  }
}
