package io.tidemark.inmemory;

import io.tidemark.contract.EventStoreContract;
import io.tidemark.store.EventStore;

class InMemoryEventStoreTest extends EventStoreContract {
  @Override
  protected EventStore createStore() {
    return new InMemoryEventStore();
  }
}
