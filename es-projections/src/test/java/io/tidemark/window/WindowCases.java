package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.StreamId;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** One of each kind of windows whose rows hang on several events, and what they have to be. */
final class WindowCases {
  private static final Duration GAP = Duration.ofMinutes(3);
  private static final Duration DELAY = Duration.ofMinutes(10);

  private WindowCases() {}

  record Case<K, V>(Projection<K, V> projection, Function<List<RecordedEvent>, List<V>> naive) {
    /** The rows are complete, and what a naive look at the log gives. */
    void assertTrueToTheLog(PostgresProjections projections, EventStore store) {
      List<RecordedEvent> log;
      try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
        log = events.toList();
      }
      var rows = ReadModels.of(projections).of(projection);
      assertThat(rows.position()).isEqualTo(store.head());
      List<V> expected = naive.apply(log);
      assertThat(rows.findAll()).containsExactlyElementsOf(expected);
      assertThat(LiveProjection.of(projection, store).rows(AsOf.latest()).values())
          .containsExactlyElementsOf(expected);
    }

    StoredProjection<K, V> stored(PostgresProjections projections) {
      return new StoredProjection<>(projections.schema(), projection, Slot.SERVING);
    }
  }

  static List<Case<?, ?>> all() {
    return List.of(sessions(), closedSessions(), batches(), slidingLength(), slidingTime());
  }

  /** Of what comes in within a moment; closed by the clock when it is quiet for one. */
  static Projection<WindowKey<String>, NaiveWindows.Stretch> idle() {
    return NaiveWindows.Stretch.in(
            "idle",
            Window.tumbling(Duration.ofMillis(50))
                .byRecordedTime()
                .whenClosed(Duration.ZERO)
                .idleAfter(Duration.ofMillis(20)))
        .withHistory();
  }

  static Case<?, ?> sessions() {
    return new Case<>(
        NaiveWindows.Stretch.in("sessions", Window.session(GAP)),
        events -> NaiveWindows.sessions(events, GAP));
  }

  static Case<?, ?> closedSessions() {
    return new Case<>(
        NaiveWindows.Stretch.in("closed", Window.session(GAP).whenClosed(DELAY)),
        events ->
            NaiveWindows.sessions(events, GAP).stream()
                .filter(
                    row ->
                        !row.to()
                            .isAfter(NaiveWindows.watermark(events, DELAY, Duration.ofHours(1))))
                .toList());
  }

  static Case<?, ?> batches() {
    return new Case<>(
        NaiveWindows.Batch.in("batches", Window.batchLength(3)),
        events -> NaiveWindows.batches(events, 3));
  }

  static Case<?, ?> slidingLength() {
    return new Case<>(
        NaiveWindows.Sliding.in("sliding_length", Window.slidingLength(4)),
        events -> NaiveWindows.last(events, 4, false));
  }

  static Case<?, ?> slidingTime() {
    return new Case<>(
        NaiveWindows.Sliding.in("sliding_time", Window.slidingTime(GAP)),
        events -> NaiveWindows.within(events, GAP, false));
  }

  /** Events of three accounts, most of them a little later than those before, in one append. */
  static void append(EventStore store, int events, Random random) {
    long from = store.head();
    for (int account = 0; account < 3; account++) {
      List<EventData> some = new ArrayList<>();
      for (int i = 0; i < events / 3; i++) {
        long seconds = (from + 3L * i) * 40 + random.nextInt(600) - 300;
        Payments.Event event =
            random.nextInt(8) == 0
                ? new Payments.Noted("n")
                : new Payments.Paid(Optional.of(BigDecimal.valueOf(random.nextInt(2_000), 2)));
        some.add(
            Payments.CODEC.encode(event, Metadata.empty(), Instant.EPOCH.plusSeconds(seconds)));
      }
      store.append(new StreamId("account", "a" + account), ExpectedVersion.any(), some);
    }
  }

  /** Goes on to the head as a runner does, which tries again what may work later. */
  static void drive(StoredProjection<?, ?> rows, EventStore store, int batch) {
    Subscription events =
        Subscription.of(store, rows.query()).withName(rows.name()).withBatchSize(batch);
    Checkpoint at = rows.open();
    while (at.position() < store.head()) {
      events.seek(at.place());
      try {
        at = rows.apply(at, events.next(Duration.ZERO)).orElseGet(rows::open);
      } catch (RetryableException e) {
        at = rows.open();
      }
    }
  }
}
