package io.tidemark.inmemory;

import io.tidemark.StreamId;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps snapshots in the memory of this process. */
public final class InMemorySnapshotStore implements SnapshotStore {
  private final Map<StreamId, Snapshot> newest = new ConcurrentHashMap<>();

  /** An empty store. */
  public InMemorySnapshotStore() {}

  @Override
  public Optional<Snapshot> find(StreamId stream) {
    return Optional.ofNullable(newest.get(stream));
  }

  @Override
  public void save(Snapshot snapshot) {
    newest.merge(snapshot.stream(), snapshot, (kept, saved) -> isNewer(kept, saved) ? kept : saved);
  }

  @Override
  public void delete(StreamId stream) {
    newest.remove(stream);
  }

  private static boolean isNewer(Snapshot kept, Snapshot saved) {
    return kept.type().equals(saved.type()) && kept.version() > saved.version();
  }
}
