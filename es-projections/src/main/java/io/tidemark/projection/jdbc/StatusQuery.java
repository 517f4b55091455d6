package io.tidemark.projection.jdbc;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ProjectionState;
import io.tidemark.projection.ProjectionStatus;
import java.util.Optional;

/** How far projections are, by what is stored. */
final class StatusQuery {
  private final ReadModels readModels;

  StatusQuery(ReadModels readModels) {
    this.readModels = readModels;
  }

  ProjectionStatus status(String projection) {
    Stored stored = readModels.jdbc().inTransaction(session -> stored(session, projection));
    long position = stored.live().map(StoredCheckpoint::position).orElse(0L);
    return new ProjectionStatus(
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
    ProjectionState state() {
      if (rebuilding) {
        return ProjectionState.REBUILDING;
      }
      if (live.isEmpty()) {
        return ProjectionState.STOPPED;
      }
      return live.get().error().isPresent() ? ProjectionState.FAILED : ProjectionState.RUNNING;
    }
  }
}
