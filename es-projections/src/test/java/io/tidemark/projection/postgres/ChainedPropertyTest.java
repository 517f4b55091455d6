package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.history.RowOrigin;
import io.tidemark.history.RowRevision;
import io.tidemark.projection.Owners;
import io.tidemark.projection.Owners.Folded;
import io.tidemark.projection.Owners.Held;
import io.tidemark.projection.Owners.Size;
import io.tidemark.projection.Owners.Total;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.Direction;
import io.tidemark.subscription.SubscriberGroup;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A chain of three read models, for random histories: however and whenever each of them is run, the
 * next is told what became of its rows. The log grows from try to try, and each projection goes
 * over all of it.
 */
class ChainedPropertyTest {
  private static ProjectionLab lab;
  private static int projections;

  /** How the rows come to be. */
  enum Way {
    ALL_AT_ONCE,
    SOURCES_ARE_AHEAD,
    SOURCES_ARE_NOT_RUN,
    RESTARTED_BETWEEN,
    SOURCE_IS_REBUILT_BETWEEN,
    SHARDED,
    REBUILT,
    REBUILT_BY_TWO
  }

  /** One chain. */
  private record Chain(
      Projection<String, Held> held,
      Projection<String, Total> totals,
      Projection<Long, Size> sizes) {
    static Chain number(int number, boolean history) {
      Projection<String, Held> held = Owners.held("held_" + number);
      Projection<String, Total> totals = Owners.totals("totals_" + number, held).withHistory();
      Projection<Long, Size> sizes = Owners.sizes("sizes_" + number, totals);
      return new Chain(held, totals, history ? sizes.withHistory() : sizes);
    }
  }

  @BeforeContainer
  static void open() {
    lab = new ProjectionLab();
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  @Property(tries = 16, shrinking = ShrinkingMode.OFF)
  void each_is_told_what_became_of_the_rows_before_it(
      @ForAll long seed,
      @ForAll Way way,
      @ForAll boolean history,
      @ForAll @IntRange(min = 1, max = 20) int batchSize) {
    lab = lab.renewedAfter(4);
    Chain chain = Chain.number(projections++, history);
    Owners.history(lab.store(), 15, seed);
    run(chain, way, batchSize, seed);
    lab.projections().catchUp(chain.totals()); // it was run so far only as the last one needs it

    Folded now = folded(lab.store().head());
    assertThat(lab.stored(chain.totals())).containsExactlyElementsOf(now.totals().values());
    assertThat(lab.stored(chain.sizes())).containsExactlyElementsOf(now.sizes().values());
    lab.assertTrueToTheLog(chain.totals());
    lab.assertTrueToTheLog(chain.sizes());
    assertThat(inMemory(chain.sizes(), batchSize)).containsExactlyElementsOf(now.sizes().values());
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      long position = random.nextLong(lab.store().head() + 1);
      Folded then = folded(position);
      assertAsOf(chain.totals(), position, RowOrigin.Source.HISTORY, then.totals().values());
      assertAsOf(
          chain.sizes(),
          position,
          history ? RowOrigin.Source.HISTORY : RowOrigin.Source.REPLAY,
          then.sizes().values());
    }
    for (RowRevision<Size> revision :
        lab.asking().of(chain.sizes()).explain(1L, Direction.BACKWARD, 5).revisions()) {
      assertThat(revision.after())
          .isEqualTo(Optional.ofNullable(folded(revision.event().position()).sizes().get(1L)));
    }
  }

  private static <K, V> void assertAsOf(
      Projection<K, V> projection, long position, RowOrigin.Source source, Collection<V> rows) {
    ReadModel<K, V> then = lab.asking().of(projection).asOf(AsOf.position(position));
    assertThat(then.findAll()).as("at %d", position).containsExactlyElementsOf(rows);
    assertThat(then.origin().source()).isEqualTo(source);
  }

  private static void run(Chain chain, Way way, int batchSize, long seed) {
    switch (way) {
      case ALL_AT_ONCE -> {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(chain.sizes()))
                .add(lab.projections().exactlyOnce(chain.totals()))
                .add(lab.projections().exactlyOnce(chain.held()))
                .batchSize(batchSize)
                .build()) {
          runner.start();
          Owners.history(lab.store(), 15, seed + 1);
          runner.catchUp(Duration.ofSeconds(30));
        }
      }
      case SOURCES_ARE_AHEAD -> {
        lab.projections().catchUp(chain.held());
        lab.projections().catchUp(chain.totals());
        lab.catchUp(chain.sizes(), batchSize);
      }
      case SOURCES_ARE_NOT_RUN -> lab.catchUp(chain.sizes(), batchSize);
      case RESTARTED_BETWEEN -> {
        lab.catchUp(chain.totals(), batchSize);
        Owners.history(lab.store(), 15, seed + 1);
        lab.catchUp(chain.sizes(), 1 + batchSize / 2);
        Owners.history(lab.store(), 15, seed + 2);
        lab.catchUp(chain.sizes(), batchSize);
      }
      case SOURCE_IS_REBUILT_BETWEEN -> {
        lab.catchUp(chain.sizes(), batchSize);
        lab.replays().rebuild(chain.held(), progress -> {});
        lab.replays().rebuild(chain.totals(), progress -> {});
        Owners.history(lab.store(), 15, seed + 1);
        lab.catchUp(chain.sizes(), batchSize);
      }
      case SHARDED -> {
        PostgresProjections projections = lab.projections();
        List<SubscriberGroup> groups =
            List.of(
                projections.sharded(chain.sizes(), 2),
                projections.sharded(chain.totals(), 3),
                projections.sharded(chain.held(), 2));
        SubscriptionRunner.Builder builder = SubscriptionRunner.builder(lab.store());
        groups.forEach(builder::add);
        try (SubscriptionRunner runner = builder.batchSize(batchSize).build()) {
          runner.start();
          Owners.history(lab.store(), 5, seed + 1);
          runner.catchUp(Duration.ofSeconds(30));
        }
      }
      case REBUILT -> lab.replays().rebuild(chain.sizes(), progress -> {});
      case REBUILT_BY_TWO ->
          lab.replays()
              .rebuild(chain.sizes(), RebuildOptions.defaults().withWorkers(2), progress -> {});
    }
  }

  private static List<Size> inMemory(Projection<Long, Size> sizes, int batchSize) {
    InMemoryProjection<Long, Size> memory = InMemoryProjection.of(sizes, lab.store());
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(memory).batchSize(batchSize).build()) {
      runner.catchUp();
    }
    return memory.list();
  }

  private static Folded folded(long position) {
    return Owners.folded(lab.store(), position);
  }
}
