package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.build.SlotBuilder;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.DifferenceFinder;
import io.tidemark.replay.compare.RowComparison;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import java.util.Optional;

/** Compares stored rows with a replay of the log up to their checkpoint, in scratch rows. */
final class Verification<K, V> {
  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final StoredRows<K, V> serving;

  Verification(ReadModelSchema schema, ReadModelDefinition<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.serving = StoredRows.of(schema, projection, Slot.SERVING);
  }

  VerificationReport run() {
    Checkpoint near = near();
    return ReplayLock.ofScratch(
        schema, projection.name(), session -> verified(session, near.place()));
  }

  /** Where the serving rows are, more or less; they must be of this code and this log. */
  private Checkpoint near() {
    ShardCheckpoints stored = new ServingShards<>(schema, projection).stored();
    if (stored.isEmpty()) {
      return serving.open();
    }
    for (StoredCheckpoint each : stored.all()) {
      serving.definition().require(each);
      each.checkpoint().requireSameLog(projection.name(), schema.store());
    }
    return stored.furthest().checkpoint();
  }

  private VerificationReport verified(Session session, LogPlace near) {
    try (SlotBuilder<K, V> scratch =
        SlotBuilder.of(schema, projection, Slot.SCRATCH, BuildPlan.PLAIN)) {
      scratch.startedOver(session);
      try {
        RebuildMeter silent = new RebuildMeter(projection.name(), 0, progress -> {});
        scratch.to(near, silent);
        return report(
            session,
            new RowComparison<>(
                    schema, projection, scratch, silent, new ServingShards<>(schema, projection))
                .run(session, Optional.empty(), DifferenceFinder::ofServing));
      } finally {
        scratch.drop(session);
      }
    }
  }

  private VerificationReport report(Session session, RowComparison.Compared compared) {
    serving.definition().require(compared.serving());
    ComparisonReport report = compared.report();
    EventTally expected =
        schema
            .checkpoints()
            .all(session, projection.name(), Slot.SCRATCH)
            .handled()
            .orElseThrow();
    return new VerificationReport(
        projection.name(),
        report.position(),
        report.rows(),
        report.differences(),
        report.examples(),
        compared.serving().handled(),
        expected);
  }
}
