package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import java.util.SortedMap;

/** Compares stored rows with a replay of the log up to their checkpoint. */
final class Verification<K, V> {
  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final ReadModelTable<K, V> table;
  private final StoredProjection<K, V> serving;

  Verification(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.table = schema.table(projection, Slot.SERVING);
    this.serving = new StoredProjection<>(schema, projection, Slot.SERVING);
  }

  VerificationReport run() {
    serving.open();
    return schema.jdbc().inSnapshot(this::compared);
  }

  /**
   * The lock comes before the snapshot: else a rebuild could switch in between, and this would read
   * the checkpoint of the old rows beside the new ones.
   */
  private VerificationReport compared(Session session) {
    session.update("lock table %s in access share mode".formatted(table.qualifiedName()));
    StoredCheckpoint checkpoint =
        schema.checkpoints().all(session, projection.name(), Slot.SERVING).get(0);
    serving.requireDefinition(checkpoint);
    checkpoint.checkpoint().requireSameLog(projection.name(), schema.store());
    long position = checkpoint.position();
    SortedMap<K, V> expected =
        LiveProjection.of(projection, schema.store()).rows(AsOf.position(position));
    Differences<K, V> differences = new Differences<>(expected);
    table.forEach(session, row -> differences.add(table.keyOf(row), row));
    return differences.report(projection.name(), position);
  }
}
