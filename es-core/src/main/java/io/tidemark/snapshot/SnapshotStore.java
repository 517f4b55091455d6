package io.tidemark.snapshot;

import io.tidemark.StreamId;
import java.util.Optional;

/**
 * Keeps the newest snapshot of each stream. Losing snapshots costs time and nothing else.
 * Thread-safe.
 */
public interface SnapshotStore {

  /** The newest snapshot of a stream, if there is one. */
  Optional<Snapshot> find(StreamId stream);

  /** Keeps a snapshot, unless a newer one of the same type is there already. */
  void save(Snapshot snapshot);

  /** Forgets the snapshot of a stream, if there is one. */
  void delete(StreamId stream);
}
