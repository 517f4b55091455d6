package io.tidemark.replay;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.build.BuildPlan;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.DifferenceFinder;
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
    ScratchRows.Outcome compared =
        new ScratchRows<>(
                schema, projection, BuildPlan.PLAIN, new ServingShards<>(schema, projection))
            .compare(near.place(), Optional.empty(), DifferenceFinder::ofServing);
    serving.definition().require(compared.serving());
    ComparisonReport report = compared.report();
    return new VerificationReport(
        projection.name(),
        report.position(),
        report.rows(),
        report.differences(),
        report.examples(),
        compared.serving().handled(),
        compared.handled());
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
}
