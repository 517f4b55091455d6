package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.build.BuildListener;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.DifferenceFinder;
import io.tidemark.replay.compare.FirstDifference;
import io.tidemark.replay.compare.RowComparison;
import io.tidemark.store.LogPlace;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rows that are made from the log beside the serving ones, compared with these, and dropped. Only
 * one connection at a time may do so for a projection; what a killed process left is made anew.
 * Immutable.
 */
final class ScratchRows<K, V> {
  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final BuildPlan plan;
  private final ServingShards<K, ?> serving;

  /**
   * Of this definition.
   *
   * @param serving the rows to compare with, by the code that is taken for theirs
   */
  ScratchRows(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      BuildPlan plan,
      ServingShards<K, ?> serving) {
    this.schema = schema;
    this.projection = projection;
    this.plan = plan;
    this.serving = serving;
  }

  /**
   * What came of it.
   *
   * @param serving the checkpoints of the serving rows as they were compared
   * @param handled what was handled to make the scratch rows
   */
  record Outcome(ComparisonReport report, ShardCheckpoints serving, EventTally handled) {}

  /**
   * Makes and compares them.
   *
   * @param near where the serving rows are, more or less, or the end
   * @param end where the scratch rows end; empty to bring them where the serving ones are
   * @param explaining how the examples came to differ
   * @throws RebuildInProgressException if somebody else has scratch rows of the projection
   */
  Outcome compare(
      LogPlace near,
      Optional<LogPlace> end,
      Function<DifferenceFinder<K, V>, FirstDifference<K>> explaining) {
    return ReplayLock.ofScratch(
        schema, projection.name(), session -> compared(session, near, end, explaining));
  }

  private Outcome compared(
      Session session,
      LogPlace near,
      Optional<LogPlace> end,
      Function<DifferenceFinder<K, V>, FirstDifference<K>> explaining) {
    try (SlotBuilder<K, V> scratch = SlotBuilder.of(schema, projection, Slot.SCRATCH, plan)) {
      scratch.startedOver(session);
      try {
        Listener listener = new Listener(projection.name());
        scratch.to(near, listener);
        RowComparison.Compared compared =
            new RowComparison<>(schema, projection, scratch, listener, serving)
                .run(session, end, explaining);
        return new Outcome(compared.report(), compared.serving(), handled(session));
      } finally {
        scratch.drop(session);
      }
    }
  }

  private EventTally handled(Session session) {
    return schema
        .checkpoints()
        .all(session, projection.name(), Slot.SCRATCH)
        .handled()
        .orElseThrow();
  }

  /** Nobody is told how it gets on. */
  private record Listener(String projection) implements BuildListener {
    @Override
    public void reached(long position, long target) {}

    @Override
    public RuntimeException overtaken() {
      return RebuildInProgressException.ofScratch(projection);
    }

    @Override
    public RuntimeException interrupted(long position, long target) {
      return RebuildInterruptedException.ofScratch(projection, target, position);
    }
  }
}
