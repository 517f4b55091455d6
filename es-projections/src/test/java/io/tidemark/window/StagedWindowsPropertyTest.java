package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.window.NaiveWindows.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For random events and windows whose rows hang on several events, or a pattern, the rows are at
 * every position what a naive look at the events up to there gives: in batches of any size, over
 * shards and other numbers of shards, as of earlier positions, in memory, after a rebuild.
 */
class StagedWindowsPropertyTest {
  private static ProjectionLab lab;
  private static int projections;

  @BeforeContainer
  static void open() {
    lab = new ProjectionLab();
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  private record Case<K, V>(
      Projection<K, V> projection, Function<List<RecordedEvent>, List<V>> naive) {}

  private static Case<?, ?> any(Random random) {
    String name = "staged_" + projections++;
    Duration time = Duration.ofMinutes(1 + random.nextInt(40));
    Duration delay = Duration.ofMinutes(random.nextInt(60));
    int length = 1 + random.nextInt(5);
    return switch (random.nextInt(13)) {
      case 0 ->
          new Case<>(
              Stretch.in(name, Window.session(time)),
              events -> NaiveWindows.sessions(events, time));
      case 1 ->
          new Case<>(
              Stretch.in(name, Window.session(time).whenClosed(delay)),
              events ->
                  NaiveWindows.sessions(events, time).stream()
                      .filter(row -> !row.to().isAfter(watermark(events, delay)))
                      .toList());
      case 2 ->
          new Case<>(
              NaiveWindows.Batch.in(name, Window.batchLength(length)),
              events -> NaiveWindows.batches(events, length));
      case 3 ->
          new Case<>(
              NaiveWindows.Sliding.in(name, Window.slidingLength(length)),
              events -> NaiveWindows.last(events, length, false));
      case 4 ->
          new Case<>(
              NaiveWindows.Sliding.in(name, Window.slidingLength(length).byTime()),
              events -> NaiveWindows.last(events, length, true));
      case 5 ->
          new Case<>(
              NaiveWindows.Sliding.in(name, Window.slidingTime(time)),
              events -> NaiveWindows.within(events, time, false));
      case 6 ->
          new Case<>(
              NaiveWindows.Sliding.in(
                  name, Window.slidingTime(time).fromIncluded().whenClosed(delay)),
              events ->
                  NaiveWindows.within(events, time, true).stream()
                      .filter(row -> !row.at().isAfter(watermark(events, delay)))
                      .toList());
      case 7 -> {
        Window window = Window.hopping(time.multipliedBy(2), time).withRetention(delay.plus(time));
        yield new Case<>(
            Payments.in(name, window),
            events ->
                Payments.naive(events, micros(time) * 2, micros(time), 0).stream()
                    .filter(
                        row ->
                            row.end()
                                .plus(delay)
                                .plus(time)
                                .isAfter(watermark(events, Duration.ZERO)))
                    .toList());
      }
      case 8 ->
          new Case<>(
              Resampled.Coarse.in(
                  name,
                  Stretch.in("finer", Window.tumbling(time).whenClosed(delay)),
                  Window.tumbling(time.multipliedBy(length))),
              events ->
                  Resampled.naive(
                      events, time, time.multipliedBy(length), watermark(events, delay)));
      case 9 ->
          new Case<>(
              Resampled.Counted.in(
                  name,
                  Stretch.in("finer", Window.tumbling(time).whenClosed(delay)),
                  Window.tumbling(time.multipliedBy(length)).whenClosed(delay)),
              events ->
                  Resampled.naive(events, time, time.multipliedBy(length), watermark(events, delay))
                      .stream()
                      .filter(row -> !row.to().isAfter(watermark(events, delay)))
                      .map(Resampled.Counted::of)
                      .toList());
      case 10 ->
          new Case<>(
              Resampled.Coarse.in(
                  name,
                  Stretch.in("finer", Window.tumbling(time).whenClosed(delay)),
                  Window.tumbling(time.multipliedBy(length)).withRetention(time)),
              events ->
                  Resampled.naive(events, time, time.multipliedBy(length), watermark(events, delay))
                      .stream()
                      .filter(row -> row.to().plus(time).isAfter(watermark(events, delay)))
                      .toList());
      case 11 -> {
        Window window = Window.hopping(time.multipliedBy(length + 1L), time).whenClosed(delay);
        yield new Case<>(
            NaiveWindows.Hop.in(name, window),
            events ->
                Payments.naive(events, micros(time) * (length + 1), micros(time), 0).stream()
                    .filter(row -> !row.end().isAfter(watermark(events, delay)))
                    .map(NaiveWindows.Hop::of)
                    .toList());
      }
      default -> {
        Window window = Window.tumbling(time);
        yield new Case<>(
            Payments.in(name, window.whenClosed(delay)),
            events ->
                Payments.naive(events, micros(time), micros(time), 0).stream()
                    .filter(row -> !row.end().isAfter(watermark(events, delay)))
                    .toList());
      }
    };
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static Instant watermark(List<RecordedEvent> events, Duration delay) {
    return NaiveWindows.watermark(events, delay, Duration.ofHours(1));
  }

  private static List<RecordedEvent> eventsUntil(long position) {
    try (Stream<RecordedEvent> events =
        lab.store().readAll(LogQuery.all().until(AsOf.position(position)))) {
      return events.toList();
    }
  }

  @Property(tries = 16, shrinking = ShrinkingMode.OFF)
  void rows_are_what_a_naive_look_at_the_prefix_gives(@ForAll long seed) {
    Random random = new Random(seed);
    check(any(random), random);
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void matches_of_a_pattern_are_too(@ForAll long seed) {
    Random random = new Random(seed);
    Duration within = Duration.ofMinutes(1 + random.nextInt(120));
    Duration delay = Duration.ofMinutes(random.nextInt(60));
    check(
        new Case<>(
            NaivePattern.Fallen.in("staged_" + projections++, within, delay),
            events -> NaivePattern.fallen(events, within, delay)),
        random);
  }

  private <K, V> void check(Case<K, V> some, Random random) {
    lab = lab.renewedAfter(5);
    Projection<K, V> projection = some.projection().withHistory();
    for (int i = 0; i < 3; i++) {
      Payments.history(lab.store(), 8, random);
      run(projection, 1 + random.nextInt(3), List.of(1, 2, 3, 1_000).get(random.nextInt(4)));
    }

    long head = lab.store().head();
    List<V> expected = some.naive().apply(eventsUntil(head));
    assertThat(lab.stored(projection)).containsExactlyElementsOf(expected);
    for (long position = head - 22; position <= head; position += 3) {
      List<V> then = some.naive().apply(eventsUntil(position));
      assertThat(lab.asking().of(projection).asOf(AsOf.position(position)).findAll())
          .as("at %d", position)
          .containsExactlyElementsOf(then);
      assertThat(LiveProjection.of(projection, lab.store()).rows(AsOf.position(position)).values())
          .as("in memory at %d", position)
          .containsExactlyElementsOf(then);
    }
    assertThat(lab.replays().verify(projection).isClean()).isTrue();
    lab.replays().rebuild(projection, RebuildOptions.defaults(), progress -> {});
    assertThat(lab.stored(projection)).containsExactlyElementsOf(expected);
    Payments.history(lab.store(), 8, random);
    run(projection, 1 + random.nextInt(3), 2);
    assertThat(lab.stored(projection))
        .containsExactlyElementsOf(some.naive().apply(eventsUntil(lab.store().head())));
  }

  private static void run(Projection<?, ?> projection, int shards, int batch) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(projection, shards))
            .batchSize(batch)
            .build()) {
      runner.catchUp(Duration.ofSeconds(60));
    }
  }
}
