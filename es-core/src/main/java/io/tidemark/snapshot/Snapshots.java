package io.tidemark.snapshot;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.util.Optional;

/**
 * Snapshots of the states of one kind. They help and never harm: whatever goes wrong with one is
 * logged, and the events are read instead. Thread-safe.
 *
 * <p>Not API: what aggregates and deciders load and save by.
 *
 * @param <S> the state
 */
public interface Snapshots<S> {
  /** For those who keep none. */
  static <S> Snapshots<S> none() {
    return new NoSnapshots<>();
  }

  /** Kept in a store, by this policy and in this form. */
  static <S> Snapshots<S> in(SnapshotStore store, SnapshotPolicy policy, SnapshotForm<S> form) {
    return new StoredSnapshots<>(store, policy, form);
  }

  /** A state to start from that the point certainly includes, if there is one. */
  Optional<Versioned<S>> find(StreamId stream, AsOf point);

  /** The snapshot to save once the state is stored, if one is due after this many events more. */
  Optional<Snapshot> capture(StreamId stream, Versioned<S> state, int events);

  /** Keeps a snapshot of what is stored by now. */
  void save(Snapshot snapshot);
}
