package io.tidemark.snapshot;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.util.Optional;

/** Finds none and saves none. */
record NoSnapshots<S>() implements Snapshots<S> {
  @Override
  public Optional<Versioned<S>> find(StreamId stream, AsOf point) {
    return Optional.empty();
  }

  @Override
  public Optional<Snapshot> capture(StreamId stream, Versioned<S> state, int events) {
    return Optional.empty();
  }

  @Override
  public void save(Snapshot snapshot) {}
}
