package io.tidemark.inmemory;

import io.tidemark.contract.SnapshotStoreContract;
import io.tidemark.snapshot.SnapshotStore;

class InMemorySnapshotStoreTest extends SnapshotStoreContract {
  @Override
  protected SnapshotStore createStore() {
    return new InMemorySnapshotStore();
  }
}
