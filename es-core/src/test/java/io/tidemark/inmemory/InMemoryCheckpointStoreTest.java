package io.tidemark.inmemory;

import io.tidemark.contract.CheckpointStoreContract;
import io.tidemark.handler.CheckpointStore;

/** All that a checkpoint store promises, in memory. */
class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected CheckpointStore createStore() {
    return new InMemoryCheckpointStore();
  }
}
