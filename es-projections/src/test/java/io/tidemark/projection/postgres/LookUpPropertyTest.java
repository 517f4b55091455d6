package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.history.RowOrigin;
import io.tidemark.history.RowRevision;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Notes;
import io.tidemark.projection.Notes.Note;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Watches;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.Direction;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Rows that are made by looking up others, for random histories: however and whenever either read
 * model is run, a fold finds the other's row as it was at its event. The log grows from try to try,
 * and each projection goes over all of it.
 */
class LookUpPropertyTest {
  private static ProjectionLab lab;
  private static int projections;

  /** How the rows come to be. */
  enum Way {
    BOTH_AT_ONCE,
    OTHER_IS_AHEAD,
    OTHER_IS_NOT_RUN,
    OTHER_IS_REBUILT_BETWEEN,
    SHARDED,
    REBUILT,
    REBUILT_BY_THREE
  }

  /** Where the keys come from. */
  enum Kind {
    /** From the event, which changes one row. */
    BY_EVENT,
    /** From the rows, of which an event changes several. */
    BY_ROW;

    Projection<String, Note> rows(String name, Projection<String, Balance> balances) {
      return this == BY_EVENT ? Notes.looking(name, balances) : Watches.watching(name, balances);
    }

    Map<String, Note> folded(long position) {
      return this == BY_EVENT
          ? Notes.folded(lab.store(), position)
          : Watches.folded(lab.store(), position);
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

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void what_is_found_is_what_was_there_at_the_event(
      @ForAll long seed,
      @ForAll Way way,
      @ForAll Kind kind,
      @ForAll boolean history,
      @ForAll @IntRange(min = 1, max = 20) int batchSize) {
    lab = lab.renewedAfter(8);
    int number = projections++;
    Projection<String, Balance> balances = Notes.balances("balances_" + number);
    Projection<String, Note> plain = kind.rows("notes_" + number, balances);
    Projection<String, Note> notes = history ? plain.withHistory() : plain;
    Notes.history(lab.store(), 15, seed);
    run(notes, balances, way, batchSize, seed);

    assertThat(lab.stored(notes)).containsExactlyElementsOf(folded(kind, lab.store().head()));
    lab.assertTrueToTheLog(notes);
    assertThat(inMemory(notes, batchSize))
        .containsExactlyElementsOf(folded(kind, lab.store().head()));
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      long position = random.nextLong(lab.store().head() + 1);
      ReadModel<String, Note> then = lab.asking().of(notes).asOf(AsOf.position(position));
      assertThat(then.findAll())
          .as("at %d", position)
          .containsExactlyElementsOf(folded(kind, position));
      assertThat(then.origin().source())
          .isEqualTo(history ? RowOrigin.Source.HISTORY : RowOrigin.Source.REPLAY);
    }
    for (RowRevision<Note> revision :
        lab.asking().of(notes).explain("a1", Direction.BACKWARD, 5).revisions()) {
      assertThat(revision.after())
          .isEqualTo(Optional.ofNullable(kind.folded(revision.event().position()).get("a1")));
    }
  }

  private static void run(
      Projection<String, Note> notes,
      Projection<String, Balance> balances,
      Way way,
      int batchSize,
      long seed) {
    switch (way) {
      case BOTH_AT_ONCE -> {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().exactlyOnce(notes))
                .add(lab.projections().exactlyOnce(balances))
                .batchSize(batchSize)
                .build()) {
          runner.start();
          Notes.history(lab.store(), 15, seed + 1);
          runner.catchUp(Duration.ofSeconds(30));
        }
      }
      case OTHER_IS_AHEAD -> {
        lab.projections().catchUp(balances);
        lab.catchUp(notes, batchSize);
      }
      case OTHER_IS_NOT_RUN -> lab.catchUp(notes, batchSize);
      case OTHER_IS_REBUILT_BETWEEN -> {
        lab.catchUp(notes, batchSize);
        lab.replays().rebuild(balances, progress -> {});
        Notes.history(lab.store(), 15, seed + 1);
        lab.catchUp(notes, batchSize);
      }
      case SHARDED -> {
        try (SubscriptionRunner runner =
            SubscriptionRunner.builder(lab.store())
                .add(lab.projections().sharded(notes, 3))
                .add(lab.projections().sharded(balances, 2))
                .batchSize(batchSize)
                .build()) {
          runner.start();
          Notes.history(lab.store(), 5, seed + 1);
          runner.catchUp(Duration.ofSeconds(30));
        }
      }
      case REBUILT -> lab.replays().rebuild(notes, progress -> {});
      case REBUILT_BY_THREE ->
          lab.replays().rebuild(notes, RebuildOptions.defaults().withWorkers(3), progress -> {});
    }
  }

  private static List<Note> inMemory(Projection<String, Note> notes, int batchSize) {
    InMemoryProjection<String, Note> memory = InMemoryProjection.of(notes, lab.store());
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(memory).batchSize(batchSize).build()) {
      runner.catchUp();
    }
    return memory.list();
  }

  private static List<Note> folded(Kind kind, long position) {
    return List.copyOf(kind.folded(position).values());
  }
}
