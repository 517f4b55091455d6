package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.history.Explanation;
import io.tidemark.history.RowOrigin;
import io.tidemark.parking.Parking;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Payouts;
import io.tidemark.projection.Payouts.Share;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.Direction;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * One event that changes several rows, for random histories: however the projection is run, its
 * rows are those of a fold of the test's own, now and as of any position. The log grows from try to
 * try, and each projection goes over all of it.
 */
class FanOutPropertyTest {
  private static ProjectionLab lab;
  private static int projections;

  /** How the rows come to be. */
  enum Way {
    BATCHES,
    INLINE,
    SHARDED,
    REBUILT,
    REBUILT_BY_THREE
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
  void the_rows_are_those_of_a_plain_fold_however_it_is_run(
      @ForAll long seed,
      @ForAll Way way,
      @ForAll boolean history,
      @ForAll @IntRange(min = 1, max = 20) int batchSize) {
    Projection<String, Share> plain = Payouts.shares("shares_" + projections++);
    Projection<String, Share> projection = history ? plain.withHistory() : plain;
    run(projection, way, batchSize, seed);

    lab.assertTrueToTheLog(projection);
    assertThat(lab.stored(projection)).containsExactlyElementsOf(folded(lab.store().head()));
    InMemoryProjection<String, Share> memory = InMemoryProjection.of(projection, lab.store());
    try (SubscriptionRunner runner = SubscriptionRunner.builder(lab.store()).add(memory).build()) {
      runner.catchUp();
    }
    assertThat(memory.list()).containsExactlyElementsOf(folded(lab.store().head()));
    Random random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      long position = random.nextLong(lab.store().head() + 1);
      ReadModel<String, Share> then = lab.asking().of(projection).asOf(AsOf.position(position));
      assertThat(then.findAll()).as("at %d", position).containsExactlyElementsOf(folded(position));
      assertThat(then.origin().source())
          .isEqualTo(history ? RowOrigin.Source.HISTORY : RowOrigin.Source.REPLAY);
    }
    assertExplained(projection, "a" + random.nextInt(6));
  }

  private static void run(Projection<String, Share> projection, Way way, int batchSize, long seed) {
    Payouts.history(lab.store(), 15, seed);
    switch (way) {
      case BATCHES -> lab.catchUp(projection, batchSize);
      case INLINE -> {
        try (PostgresEventStore store =
            PostgresEventStore.builder(lab.dataSource())
                .inline(opened -> PostgresProjections.of(opened).inline(projection))
                .build()) {
          Payouts.history(store, 15, seed + 1);
        }
      }
      case SHARDED -> {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().sharded(projection, 3))
                .batchSize(batchSize)
                .build()) {
          runner.start();
          Payouts.history(lab.store(), 5, seed + 1);
          runner.catchUp(Duration.ofSeconds(30));
        }
      }
      case REBUILT -> lab.replays().rebuild(projection, progress -> {});
      case REBUILT_BY_THREE ->
          lab.replays()
              .rebuild(projection, RebuildOptions.defaults().withWorkers(3), progress -> {});
    }
  }

  private static List<Share> folded(long position) {
    return List.copyOf(Payouts.folded(lab.store(), position).values());
  }

  private static void assertExplained(Projection<String, Share> projection, String account) {
    Explanation<Share> explained =
        lab.asking().of(projection).explain(account, Direction.BACKWARD, 1_000);
    assertThat(explained.revisions())
        .extracting(
            revision ->
                new Payouts.Revision(
                    revision.event().position(), revision.before(), revision.after()))
        .containsExactlyElementsOf(Payouts.revisions(lab.store(), account));
  }

  /** An event that one of its rows refuses changes the others, and that one after the fix. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void a_poison_event_parks_one_of_its_rows_only(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int batchSize) {
    long begun = lab.store().head();
    String name = "shares_" + projections++;
    Projection<String, Share> poisoned =
        Payouts.shares(name, position -> position > begun + 3).onFailure(FailurePolicy.PARK);
    Projection<String, Share> mended = Payouts.shares(name).onFailure(FailurePolicy.PARK);
    Payouts.history(lab.store(), 30, seed);
    Payouts.pay(lab.store(), 7, "a1", "a2");

    lab.catchUp(poisoned, batchSize);

    List<Share> others = new ArrayList<>(folded(lab.store().head()));
    others.removeIf(share -> share.account().equals("a1"));
    assertThat(lab.stored(poisoned))
        .filteredOn(share -> !share.account().equals("a1"))
        .containsExactlyElementsOf(others);
    assertThat(lab.asking().of(poisoned).find("a1"))
        .isEqualTo(Optional.ofNullable(Payouts.folded(lab.store(), begun + 3).get("a1")));
    List<ParkedEvent> parked = Parking.of(lab.projections()).list(poisoned);
    assertThat(parked).isNotEmpty().allMatch(event -> event.key().equals("a1"));
    assertThat(new TreeSet<>(parked.stream().map(ParkedEvent::position).toList()))
        .hasSameSizeAs(parked);

    Parking.of(lab.projections()).redrive(mended);
    lab.assertTrueToTheLog(mended);
    assertThat(lab.stored(mended)).containsExactlyElementsOf(folded(lab.store().head()));
  }
}
