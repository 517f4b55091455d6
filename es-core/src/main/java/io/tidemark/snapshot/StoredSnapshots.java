package io.tidemark.snapshot;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots in a store. */
record StoredSnapshots<S>(SnapshotStore store, SnapshotPolicy policy, SnapshotForm<S> form)
    implements Snapshots<S> {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSnapshots.class);

  @Override
  public Optional<Versioned<S>> find(StreamId stream, AsOf point) {
    try {
      return store
          .find(stream)
          .filter(snapshot -> isIncluded(snapshot, point))
          .flatMap(
              snapshot ->
                  form.read(snapshot).map(state -> new Versioned<>(state, snapshot.version())));
    } catch (RuntimeException e) {
      LOG.warn("Cannot use the snapshot of {}: reading its events instead", stream, e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<Snapshot> capture(StreamId stream, Versioned<S> state, int events) {
    if (!policy.isDue(state.version() - events, state.version())) {
      return Optional.empty();
    }
    try {
      return Optional.of(form.write(stream, state.version(), state.state()));
    } catch (RuntimeException e) {
      LOG.warn("Cannot write a snapshot of {}: going on without", stream, e);
      return Optional.empty();
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    try {
      store.save(snapshot);
    } catch (RuntimeException e) {
      LOG.warn("Cannot save a snapshot of {}: going on without", snapshot.stream(), e);
    }
  }

  /** A snapshot knows its version only, so no other kind of point can be compared with it. */
  private static boolean isIncluded(Snapshot snapshot, AsOf point) {
    return point instanceof AsOf.Latest
        || (point instanceof AsOf.Version until && until.version() >= snapshot.version());
  }
}
