package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.history.Sums.Sum;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.store.Direction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For random histories and points, three ways to answer give the same: by the versions that the
 * database keeps, by a replay, and by a fold of the test's own. The log grows from try to try, and
 * each projection goes over all of it.
 */
class HistoryPropertyTest {
  private static ProjectionLab lab;
  private static int projections;

  /** How the rows and their history come to be. */
  enum Way {
    BATCHES,
    INLINE,
    REBUILT,
    REBUILT_BETWEEN,
    BEGUN_WITHOUT_HISTORY
  }

  @BeforeContainer
  static void open() {
    lab = new ProjectionLab();
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void history_a_replay_and_a_fold_in_memory_give_the_same(
      @ForAll long seed, @ForAll Way way, @ForAll @IntRange(min = 1, max = 40) int batchSize) {
    Random random = new Random(seed);
    Projection<String, Sum> plain = Sums.named("sums_" + projections++);
    Projection<String, Sum> projection = plain.withHistory();
    run(projection, way, batchSize, random);

    for (int i = 0; i < 12; i++) {
      long position = random.nextLong(lab.store().head() + 1);
      ReadModel<String, Sum> history = lab.asking().asOf(AsOf.position(position)).of(projection);
      ReadModel<String, Sum> replay = lab.asking().asOf(AsOf.position(position)).of(plain);
      Map<String, Sum> memory = Sums.folded(lab.store(), event -> event.position() <= position);

      assertThat(history.origin()).isEqualTo(RowOrigin.history(position, 0));
      assertThat(replay.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
      assertThat(history.findAll())
          .as("at %d", position)
          .containsExactlyElementsOf(memory.values());
      assertThat(replay.findAll()).containsExactlyElementsOf(memory.values());
      assertSameAnswers(history, replay);
    }
    assertExplained(projection, plain, random);
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void what_was_known_about_a_time_is_a_fold_in_memory_too(@ForAll long seed) {
    Random random = new Random(seed);
    Projection<String, Sum> projection = Sums.named("known_" + projections++).withHistory();
    run(projection, Way.BATCHES, 7, random);

    for (int i = 0; i < 8; i++) {
      long position = 1 + random.nextLong(lab.store().head());
      Instant known = lab.store().event(position).orElseThrow().recordedAt();
      Instant happened = Sums.NOON.plusSeconds(random.nextInt(100));
      Map<String, Sum> memory =
          Sums.folded(
              lab.store(),
              event -> !event.recordedAt().isAfter(known) && !event.occurredAt().isAfter(happened));
      ReadModel<String, Sum> rows =
          lab.asking().of(projection).asOf(AsOf.recordedAt(known).andOccurredAt(happened));

      assertThat(rows.findAll()).containsExactlyElementsOf(memory.values());
      assertThat(rows.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
      assertThat(rows.origin().eventsRead()).isLessThanOrEqualTo(rows.origin().position());
    }
  }

  private static void run(
      Projection<String, Sum> projection, Way way, int batchSize, Random random) {
    Sums.append(lab.store(), 10, random);
    switch (way) {
      case INLINE -> {
        try (PostgresEventStore store =
            PostgresEventStore.builder(lab.dataSource())
                .inline(opened -> PostgresProjections.of(opened).inline(projection))
                .build()) {
          Sums.append(store, 10, random);
        }
        return;
      }
      case REBUILT_BETWEEN -> {
        lab.catchUp(projection, batchSize);
        Sums.append(lab.store(), 5, random);
        lab.replays().rebuild(projection, progress -> {});
        Sums.append(lab.store(), 5, random);
      }
      case REBUILT -> lab.replays().rebuild(projection, progress -> {});
      case BEGUN_WITHOUT_HISTORY -> {
        lab.projections().catchUp(Sums.named(projection.name()));
        lab.replays().rebuild(projection, progress -> {});
        Sums.append(lab.store(), 5, random);
      }
      case BATCHES -> Sums.append(lab.store(), 10, random);
    }
    lab.catchUp(projection, batchSize);
  }

  private static void assertSameAnswers(
      ReadModel<String, Sum> history, ReadModel<String, Sum> replay) {
    for (int key = 0; key < 5; key++) {
      assertThat(history.find("a" + key)).isEqualTo(replay.find("a" + key));
    }
    Filter some = Filter.where("moves").atLeast(1).and(Filter.where("total").lessThan(2));
    assertThat(history.count(some)).isEqualTo(replay.count(some));
    ReadModelQuery query =
        ReadModelQuery.all().where(some).orderByDescending("total").orderBy("last").page(1, 2);
    assertThat(history.findAll(query)).isEqualTo(replay.findAll(query));
  }

  private static void assertExplained(
      Projection<String, Sum> projection, Projection<String, Sum> plain, Random random) {
    Map<String, List<Sums.Revision>> expected = new TreeMap<>();
    Sums.folded(
        lab.store(),
        event -> true,
        (account, revision) ->
            expected.computeIfAbsent(account, key -> new ArrayList<>()).add(revision));
    expected.forEach(
        (account, revisions) -> {
          int limit = 1 + random.nextInt(revisions.size() + 3);
          List<Sums.Revision> newest = new ArrayList<>(revisions);
          Collections.reverse(newest);
          for (Direction direction : Direction.values()) {
            Explanation<Sum> byHistory =
                lab.asking().of(projection).explain(account, direction, limit);
            List<Sums.Revision> told =
                (direction == Direction.BACKWARD ? newest : revisions)
                    .stream().limit(limit).toList();
            assertThat(plainly(byHistory)).isEqualTo(told);
            assertThat(byHistory.isComplete()).isEqualTo(limit >= revisions.size());
            assertThat(byHistory.origin())
                .isEqualTo(RowOrigin.history(lab.store().head(), told.size()));
          }
        });
    Explanation<Sum> byReplay = explainedByReplay(projection, plain);
    assertThat(plainly(byReplay))
        .isEqualTo(plainly(lab.asking().of(projection).explain("a1", Direction.FORWARD, 1_000)));
  }

  /** By a projection that serves without history. */
  private static Explanation<Sum> explainedByReplay(
      Projection<String, Sum> projection, Projection<String, Sum> plain) {
    Explanation<Sum> explained =
        new Explainer<>(lab.projections().schema(), plain)
            .explain("a1", () -> lab.asking().of(projection).position(), Direction.FORWARD, 1_000);
    assertThat(explained.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
    assertThat(explained.origin().eventsRead()).isPositive();
    return explained;
  }

  private static List<Sums.Revision> plainly(Explanation<Sum> explanation) {
    return explanation.revisions().stream()
        .map(
            revision ->
                new Sums.Revision(position(revision.event()), revision.before(), revision.after()))
        .toList();
  }

  private static long position(RecordedEvent event) {
    return event.position();
  }
}
