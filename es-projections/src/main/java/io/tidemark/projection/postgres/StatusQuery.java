package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriberStatus;
import java.util.Comparator;
import java.util.Optional;

/** How far projections are, by what is stored. */
final class StatusQuery {
  private final ReadModelSchema schema;

  StatusQuery(ReadModelSchema schema) {
    this.schema = schema;
  }

  SubscriberStatus status(String projection) {
    Stored stored = schema.jdbc().inTransaction(session -> stored(session, projection));
    long position = stored.serving().map(StoredCheckpoint::position).orElse(0L);
    return new SubscriberStatus(
        projection,
        Shard.WHOLE,
        stored.state(),
        position,
        Math.max(position, schema.store().head()),
        0,
        stored.serving().flatMap(StoredCheckpoint::error));
  }

  private Stored stored(Session session, String projection) {
    CheckpointTable checkpoints = schema.checkpoints();
    return checkpoints.exists(session)
        ? new Stored(
            checkpoints.all(session, projection, Slot.SERVING).stream()
                .min(Comparator.comparing(StoredCheckpoint::position)),
            !checkpoints.all(session, projection, Slot.REBUILD).isEmpty())
        : new Stored(Optional.empty(), false);
  }

  private record Stored(Optional<StoredCheckpoint> serving, boolean rebuilding) {
    SubscriberState state() {
      if (rebuilding) {
        return SubscriberState.REBUILDING;
      }
      if (serving.isEmpty()) {
        return SubscriberState.STOPPED;
      }
      if (serving.get().isPaused()) {
        return SubscriberState.PAUSED;
      }
      return serving.get().error().isPresent() ? SubscriberState.FAILED : SubscriberState.UNKNOWN;
    }
  }
}
