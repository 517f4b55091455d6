package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.store.Snapshot;
import java.util.Optional;

/**
 * Snapshots of states. They help and never harm: whatever goes wrong with one is logged, and the
 * events are read instead.
 */
interface Snapshots<S> {

  /** A state to start from that the point certainly includes, if there is one. */
  Optional<Versioned<S>> find(StreamId stream, AsOf point);

  /** The snapshot to save once the state is stored, if one is due after this many events more. */
  Optional<Snapshot> capture(StreamId stream, Versioned<S> state, int events);

  /** Keeps a snapshot of what is stored by now. */
  void save(Snapshot snapshot);

  /** For those who save none. */
  final class None<S> implements Snapshots<S> {
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
}
