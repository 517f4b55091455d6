package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.window.Payments.Total;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For random events and windows, the rows are at every position what a naive fold of the events up
 * to there gives, and what PostgreSQL answers: in batches of any size, over shards, as of earlier
 * positions, after a rebuild. The log grows from try to try.
 */
class WindowPropertyTest {
  private static final long MINUTE = 60_000_000;

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

  private static List<RecordedEvent> eventsUntil(long position) {
    try (Stream<RecordedEvent> events =
        lab.store().readAll(LogQuery.all().until(AsOf.position(position)))) {
      return events.toList();
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void rows_are_what_a_naive_fold_of_the_prefix_gives(@ForAll long seed) {
    Random random = new Random(seed);
    long advance = (1 + random.nextInt(20)) * MINUTE;
    long size = advance * (1 + random.nextInt(3)) + random.nextInt(2) * MINUTE / 2;
    long offset = random.nextInt(40) * MINUTE - 20 * MINUTE;
    Window window = Window.hopping(micros(size), micros(advance)).offset(micros(offset));
    lab = lab.renewedAfter(5);
    Projection<WindowKey<String>, Total> totals =
        Payments.in("totals_" + projections++, window).withHistory();
    int shards = 1 + random.nextInt(3);
    int batch = List.of(1, 2, 3, 1_000).get(random.nextInt(4));

    for (int i = 0; i < 2; i++) {
      Payments.history(lab.store(), 15, random);
      run(totals, shards, batch);
    }

    long head = lab.store().head();
    List<Total> expected = Payments.naive(eventsUntil(head), size, advance, offset);
    assertThat(lab.stored(totals)).containsExactlyElementsOf(expected);
    assertThat(lab.replays().verify(totals).isClean()).isTrue();
    for (long position = head - 25; position <= head; position += 3) {
      assertThat(lab.asking().of(totals).asOf(AsOf.position(position)).findAll())
          .as("at %d", position)
          .containsExactlyElementsOf(Payments.naive(eventsUntil(position), size, advance, offset));
    }
    lab.replays()
        .rebuild(
            totals, RebuildOptions.defaults().withWorkers(1 + random.nextInt(2)), progress -> {});
    assertThat(lab.stored(totals)).containsExactlyElementsOf(expected);
    assertThat(sumByPostgres(size, advance, offset))
        .isEqualByComparingTo(
            expected.stream().map(Total::sum).reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(rowsOfPostgres(size, advance, offset)).isEqualTo(expected.size());
  }

  private static Duration micros(long number) {
    return Duration.of(number, ChronoUnit.MICROS);
  }

  private static void run(Projection<?, ?> totals, int shards, int batch) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(totals, shards))
            .batchSize(batch)
            .build()) {
      runner.catchUp(Duration.ofSeconds(60));
    }
  }

  /** What PostgreSQL makes of windows that begin at {@code date_bin}, as of an offset. */
  private static final String BY_POSTGRES =
      """
      from (
        select e.key, (e.data::json ->> 'amount')::numeric as amount, e.occurred_at,
          date_bin(%1$d * interval '1 microsecond', e.occurred_at,
            timestamptz 'epoch' + %2$d * interval '1 microsecond') as last
        from tidemark.events e where e.category = 'account') as binned
      cross join lateral generate_series(0, %3$d) as step
      where binned.last - step * %1$d.0 * interval '1 microsecond' + %4$d * interval '1 microsecond'
        > binned.occurred_at
      """;

  private static String byPostgres(long size, long advance, long offset) {
    return BY_POSTGRES.formatted(advance, offset, size / advance, size);
  }

  private static BigDecimal sumByPostgres(long size, long advance, long offset) {
    return lab.jdbc()
        .inSession(
            session ->
                session
                    .first(
                        "select coalesce(sum(amount), 0) " + byPostgres(size, advance, offset),
                        row -> row.object(1, BigDecimal.class))
                    .orElseThrow());
  }

  private static long rowsOfPostgres(long size, long advance, long offset) {
    return lab.jdbc()
        .inSession(
            session ->
                session
                    .first(
                        "select count(distinct (key, last - step * %d.0 * interval '1 microsecond')) "
                                .formatted(advance)
                            + byPostgres(size, advance, offset),
                        row -> row.integer(1))
                    .orElseThrow());
  }
}
