package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.Identifier;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.Slot;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts rebuilt rows in the place of the live ones, in one transaction. Readers see the old table or
 * the new one, whole; whoever runs the live projection finds its epoch gone and reads it again.
 */
final class RebuildSwitch<E, V> {
  /** An inline projection, and with it every appender, waits while this many are made up for. */
  private static final int LARGEST_REST = 2_000;

  private final Jdbc jdbc;
  private final EventStore store;
  private final Projection<E, V> projection;
  private final CheckpointTable checkpoints;
  private final StoredProjection<E, V> live;
  private final StoredProjection<E, V> rebuilt;
  private final String schema;

  RebuildSwitch(ReadModelSchema readModels, Projection<E, V> projection) {
    this.jdbc = readModels.jdbc();
    this.store = readModels.store();
    this.projection = projection;
    this.checkpoints = readModels.checkpoints();
    this.live = new StoredProjection<>(readModels, projection, Slot.LIVE);
    this.rebuilt = new StoredProjection<>(readModels, projection, Slot.REBUILD);
    this.schema = readModels.schema();
  }

  /** There must be a live version to switch with, be it empty. */
  void prepareLive() {
    live.prepared();
  }

  /** False if the live version got too far ahead; then build on and try again. */
  boolean attempt(Checkpoint built) {
    return jdbc.inTransaction(
        session -> {
          StoredCheckpoint current =
              checkpoints.lock(session, projection.name(), Slot.LIVE).orElseThrow();
          StoredCheckpoint mine =
              checkpoints
                  .lock(session, projection.name(), Slot.REBUILD)
                  .filter(stored -> stored.checkpoint().equals(built))
                  .orElseThrow(() -> new RebuildInProgressException(projection.name()));
          long rest = isOfThisLog(current) ? current.position() - built.position() : 0;
          if (rest > LARGEST_REST) {
            return false;
          }
          Checkpoint reached = rest > 0 ? catchUp(session, built, current.checkpoint()) : built;
          swap(session, mine.definition(), nextEpoch(reached, current));
          return true;
        });
  }

  /**
   * After a restore, a rebuild is the way out, so a live checkpoint ahead of the log is no goal.
   */
  private boolean isOfThisLog(StoredCheckpoint current) {
    try {
      current.checkpoint().requireSameLog(projection.name(), store);
      return true;
    } catch (LogRewoundException e) {
      return false;
    }
  }

  /** Never behind the live rows, or a reader would see the past; they are locked meanwhile. */
  private Checkpoint catchUp(Session session, Checkpoint from, Checkpoint to) {
    LogQuery rest = projection.query().after(from.position()).until(AsOf.position(to.position()));
    List<RecordedEvent> events;
    try (Stream<RecordedEvent> found = store.readAll(rest)) {
      events = found.toList();
    }
    rebuilt.write(session, projection.batch(events));
    return new Checkpoint(from.logId(), to.position(), to.eventId(), from.epoch());
  }

  private static Checkpoint nextEpoch(Checkpoint reached, StoredCheckpoint current) {
    Optional<java.util.UUID> eventId = reached.eventId();
    return new Checkpoint(
        reached.logId(), reached.position(), eventId, current.checkpoint().epoch() + 1);
  }

  private void swap(Session session, String definition, Checkpoint next) {
    String previous = projection.name() + Slot.PREVIOUS_SUFFIX;
    session.update("drop table if exists " + Identifier.qualified(schema, previous));
    rename(session, live.table().qualifiedName(), previous);
    rename(session, rebuilt.table().qualifiedName(), projection.name());
    checkpoints.replaceLive(
        session, projection.name(), new StoredCheckpoint(next, definition, Optional.empty()));
    checkpoints.delete(session, projection.name(), Slot.REBUILD);
  }

  private static void rename(Session session, String table, String name) {
    session.update("alter table %s rename to %s".formatted(table, Identifier.quoted(name)));
  }
}
