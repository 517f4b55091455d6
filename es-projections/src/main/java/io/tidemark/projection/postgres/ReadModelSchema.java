package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;

/** Where read models are kept: a database, a schema, and the log they follow. */
public record ReadModelSchema(Jdbc jdbc, String schema, EventStore store) {
  public CheckpointTable checkpoints() {
    return new CheckpointTable(schema);
  }

  public <V> ReadModelTable<V> table(Projection<?, V> projection, Slot slot) {
    return new ReadModelTable<>(schema, slot.table(projection.name()), projection.rows());
  }
}
