package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import java.util.Optional;

/** How far projections are, by what is stored. */
final class StatusQuery {
  private final ReadModelSchema readModels;

  StatusQuery(ReadModelSchema readModels) {
    this.readModels = readModels;
  }

  SubscriberStatus status(String projection) {
    Stored stored = readModels.jdbc().inTransaction(session -> stored(session, projection));
    long position = stored.live().map(StoredCheckpoint::position).orElse(0L);
    return new SubscriberStatus(
        projection,
        stored.state(),
        position,
        Math.max(position, readModels.store().head()),
        0,
        stored.live().flatMap(StoredCheckpoint::error));
  }

  private Stored stored(Session session, String projection) {
    CheckpointTable checkpoints = readModels.checkpoints();
    return checkpoints.exists(session)
        ? new Stored(
            checkpoints.find(session, projection, Slot.LIVE),
            checkpoints.find(session, projection, Slot.REBUILD).isPresent())
        : new Stored(Optional.empty(), false);
  }

  private record Stored(Optional<StoredCheckpoint> live, boolean rebuilding) {
    SubscriberState state() {
      if (rebuilding) {
        return SubscriberState.REBUILDING;
      }
      if (live.isEmpty()) {
        return SubscriberState.STOPPED;
      }
      return live.get().error().isPresent() ? SubscriberState.FAILED : SubscriberState.RUNNING;
    }
  }
}
