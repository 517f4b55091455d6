package io.tidemark.projection.jdbc;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.projection.Projection;
import io.tidemark.store.EventStore;

/** Where read models are kept: a database, a schema, and the log they follow. */
record ReadModels(Jdbc jdbc, String schema, EventStore store) {
  CheckpointTable checkpoints() {
    return new CheckpointTable(schema);
  }

  <V> ReadModelTable<V> table(Projection<?, V> projection, Slot slot) {
    return new ReadModelTable<>(schema, slot.table(projection.name()), projection.rows());
  }
}
