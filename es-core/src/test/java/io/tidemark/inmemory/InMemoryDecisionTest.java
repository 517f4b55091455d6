package io.tidemark.inmemory;

import io.tidemark.contract.DecisionContract;
import io.tidemark.store.EventStore;

class InMemoryDecisionTest extends DecisionContract {
  @Override
  protected EventStore createStore() {
    return new InMemoryEventStore();
  }
}
