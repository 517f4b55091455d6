package io.tidemark.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import io.tidemark.window.EventKey;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rows that are reacted to, and what must come of it, found out by one event after the other. */
final class Alerts {
  static final EventCodec<Alert> CODEC = JacksonEventCodec.ofSealed(Alert.class);
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private Alerts() {}

  sealed interface Alert {
    String account();
  }

  record Busy(String account, long position, long moves) implements Alert {}

  record Corrected(String account, long position, long moves) implements Alert {}

  record Third(String account, long position) implements Alert {}

  record Overdrawn(String account, int moves) implements Alert {}

  record Day(String account, Instant day, long moves) implements Alert {}

  /** Moves within three days, at each of them. */
  record Recent(String account, long position, Instant at, long moves) {
    static Projection<EventKey<String>, Recent> in(String name) {
      return Windows.named(name, Recent.class, Recent::account)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> isMove(event) ? recorded.stream().key() : null)
          .over(Window.slidingTime(Duration.ofDays(3)))
          .accumulate(Recent::moves, Accumulators.count())
          .projection();
    }
  }

  /** Moves of a day, once it is over. */
  record Total(String account, Instant from, Instant to, long moves) {
    static Projection<WindowKey<String>, Total> in(String name) {
      return Windows.named(name, Total.class, Total::account)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> isMove(event) ? recorded.stream().key() : null)
          .over(Window.tumbling(Duration.ofDays(1)).whenClosed(Duration.ofHours(6)))
          .accumulate(Total::moves, Accumulators.count())
          .projection();
    }
  }

  private static boolean isMove(Accounts.Event event) {
    return event instanceof Accounts.Moved;
  }

  /** A reaction, and what is to come of a change of a row, in the order of its conditions. */
  record Case<K, V>(
      Reaction<K, V> reaction,
      String category,
      BiFunction<Optional<V>, Optional<V>, List<Alert>> expected) {
    Projection<K, V> projection() {
      return reaction.projection();
    }

    StoredProjection<K, V> stored(PostgresProjections projections) {
      return new StoredProjection<>(projections.schema(), projection(), Slot.SERVING);
    }

    /** As the log has it: what was appended because of which position. */
    List<String> appended(EventStore store) {
      Map<String, Long> positions = new HashMap<>();
      List<String> words = new ArrayList<>();
      for (RecordedEvent event : events(store, LogQuery.all())) {
        positions.put(event.id().toString(), event.position());
        if (event.stream().category().equals(category)) {
          String cause = event.metadata().causationId().orElse("none");
          CODEC
              .decode(event)
              .forEach(
                  alert ->
                      words.add(
                          "%d: %s in %s"
                              .formatted(positions.get(cause), alert, event.stream().key())));
        }
      }
      return words;
    }

    /** By looking at all rows before and after each event. */
    List<String> expected(EventStore store) {
      ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection());
      Map<K, V> rows = new HashMap<>();
      List<String> words = new ArrayList<>();
      for (RecordedEvent event : events(store, replayed.query())) {
        Map<K, V> before = new HashMap<>(rows);
        replayed.batch(List.of(event)).applyTo(rows, new HashSet<>(), step -> {});
        replayed.accept();
        HashSet<K> keys = new HashSet<>(before.keySet());
        keys.addAll(rows.keySet());
        for (K key : keys) {
          Optional<V> old = Optional.ofNullable(before.get(key));
          Optional<V> now = Optional.ofNullable(rows.get(key));
          if (!old.equals(now)) {
            expected
                .apply(old, now)
                .forEach(
                    alert ->
                        words.add(
                            "%d: %s in %s".formatted(event.position(), alert, alert.account())));
          }
        }
      }
      return words;
    }

    void assertTrueToTheLog(EventStore store) {
      List<String> expected = expected(store);
      assertThat(appended(store)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(expected).isNotEmpty();
    }
  }

  static Case<EventKey<String>, Recent> recent(String name) {
    String category = "alert_of_" + name;
    return new Case<>(
        Reaction.to(Recent.in(name))
            .whenAppears(row -> row.moves() > 3)
            .append(
                category,
                Recent::account,
                row -> new Busy(row.account(), row.position(), row.moves()),
                CODEC)
            .when(row -> row.moves() == 3)
            .append(
                category, Recent::account, row -> new Third(row.account(), row.position()), CODEC)
            .whenCorrected(row -> row.moves() > 3)
            .append(
                category,
                occasion -> occasion.row().account(),
                occasion -> corrected(occasion.before(), occasion.after()),
                CODEC),
        category,
        (before, after) -> {
          List<Alert> alerts = new ArrayList<>();
          if (before.isEmpty() && after.isPresent() && after.get().moves() > 3) {
            Recent row = after.get();
            alerts.add(new Busy(row.account(), row.position(), row.moves()));
          }
          if (after.isPresent()
              && after.get().moves() == 3
              && !(before.isPresent() && before.get().moves() == 3)) {
            alerts.add(new Third(after.get().account(), after.get().position()));
          }
          if (before.isPresent() && before.get().moves() > 3) {
            alerts.add(corrected(before, after));
          }
          return alerts;
        });
  }

  private static Alert corrected(Optional<Recent> before, Optional<Recent> after) {
    return new Corrected(
        before.orElseThrow().account(),
        before.get().position(),
        after.map(Recent::moves).orElse(0L));
  }

  /** Of rows that one event changes after the other, in one place. */
  static Case<String, Balance> overdrawn(String name) {
    return overdrawn(Accounts.balances(name));
  }

  static Case<String, Balance> overdrawn(Projection<String, Balance> balances) {
    String category = "alert_of_" + balances.name();
    return new Case<>(
        Reaction.to(balances)
            .when(Alerts::isOverdrawn)
            .append(
                category,
                Balance::account,
                row -> new Overdrawn(row.account(), row.moves()),
                CODEC),
        category,
        (before, after) ->
            after.filter(Alerts::isOverdrawn).isPresent()
                    && before.filter(Alerts::isOverdrawn).isEmpty()
                ? List.of(new Overdrawn(after.get().account(), after.get().moves()))
                : List.of());
  }

  static boolean isOverdrawn(Balance balance) {
    return balance.balance().signum() < 0;
  }

  static Case<WindowKey<String>, Total> total(String name) {
    String category = "alert_of_" + name;
    return new Case<>(
        Reaction.to(Total.in(name))
            .when(row -> row.moves() > 1)
            .append(
                category,
                Total::account,
                row -> new Day(row.account(), row.from(), row.moves()),
                CODEC),
        category,
        (before, after) ->
            after.isPresent()
                    && after.get().moves() > 1
                    && !(before.isPresent() && before.get().moves() > 1)
                ? List.of(new Day(after.get().account(), after.get().from(), after.get().moves()))
                : List.of());
  }

  static List<RecordedEvent> events(EventStore store, LogQuery query) {
    try (Stream<RecordedEvent> found = store.readAll(query)) {
      return found.toList();
    }
  }

  /** Moves of two accounts in a single stream each, some late by days. */
  static void history(EventStore store, int events, Random random) {
    List<EventData> some = new ArrayList<>();
    String account = "a" + random.nextInt(2);
    long head = store.head();
    for (int i = 0; i < events; i++) {
      Instant at = START.plus(Duration.ofHours(9 * (head + i)));
      some.add(
          moved(
              random.nextInt(21) - 10, random.nextInt(5) == 0 ? at.minus(Duration.ofDays(4)) : at));
      if (random.nextInt(3) == 0) {
        append(store, account, some);
        some.clear();
        account = "a" + random.nextInt(2);
      }
    }
    append(store, account, some);
  }

  static EventData moved(long amount, Instant at) {
    return Accounts.CODEC.encode(
        new Accounts.Moved(BigDecimal.valueOf(amount)), Metadata.empty(), at);
  }

  static void append(EventStore store, String account, List<EventData> events) {
    if (!events.isEmpty()) {
      store.append(new StreamId("account", account), ExpectedVersion.any(), events);
    }
  }

  /** To the head, whatever happens on the way; the number of failures. */
  static int drive(StoredProjection<?, ?> rows, EventStore store, int batch) {
    Subscription events =
        Subscription.of(store, rows.query()).withName(rows.name()).withBatchSize(batch);
    long head = store.head();
    int failures = 0;
    long reached = 0;
    while (reached < head) {
      try {
        Checkpoint at = rows.open();
        events.seek(at.place());
        reached = rows.apply(at, events.next(Duration.ZERO)).orElse(at).position();
      } catch (RetryableException e) {
        failures++;
      }
    }
    return failures;
  }
}
