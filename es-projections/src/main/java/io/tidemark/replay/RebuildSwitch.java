package io.tidemark.replay;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.ParkedTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rebuilt rows in the place of the serving ones, in one transaction. Readers see the old table
 * or the new one, whole; whoever runs the projection finds its epoch gone and reads it again.
 */
final class RebuildSwitch<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildSwitch.class);

  /** An inline projection, and with it every appender, waits while this many are made up for. */
  private static final int MAX_REST = 2_000;

  /**
   * Whoever comes after the switch waits for it: queries for the table, and appends with an inline
   * projection for the checkpoint. So it must not wait long for a reader that takes its time.
   */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '100ms'";

  private final EventStore store;
  private final Projection<K, V> projection;
  private final CheckpointTable checkpoints;
  private final ParkedTable parked;
  private final StoredProjection<K, V> serving;
  private final StoredProjection<K, V> rebuilt;

  RebuildSwitch(ReadModelSchema schema, Projection<K, V> projection) {
    this.store = schema.store();
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
    this.parked = schema.parked();
    this.serving = new StoredProjection<>(schema, projection, Slot.SERVING);
    this.rebuilt = new StoredProjection<>(schema, projection, Slot.REBUILD);
  }

  /** There must be a serving version to switch with, be it empty. */
  void prepareServing() {
    serving.prepared();
  }

  /**
   * False if somebody has the table in hand, or the serving rows got too far ahead; then build on
   * and try again.
   */
  boolean attempt(Session session, Checkpoint built) {
    try {
      return session.inTransaction(() -> switched(session, built));
    } catch (StoreUnavailableException e) {
      if (SqlErrors.isLockTimeout(e)) {
        LOG.info("Rebuild of {} will try to switch again: {}", projection.name(), e.getMessage());
        return false;
      }
      throw e;
    }
  }

  /** Locks the checkpoints first and the tables then, as everybody does. */
  private boolean switched(Session session, Checkpoint built) {
    session.update(LOCK_TIMEOUT);
    StoredCheckpoint current = checkpoints.lockAll(session, projection.name(), Slot.SERVING).get(0);
    StoredCheckpoint mine =
        checkpoints.lockAll(session, projection.name(), Slot.REBUILD).stream()
            .findFirst()
            .filter(stored -> stored.checkpoint().equals(built))
            .orElseThrow(() -> new RebuildInProgressException(projection.name()));
    built.requireSameLog(projection.name(), store); // it may have been rewound since the last batch
    // After a restore, a rebuild is the way out, so a serving checkpoint ahead of the log is no
    // goal.
    long rest = current.checkpoint().isOfSameLog(store) ? current.position() - built.position() : 0;
    if (rest > MAX_REST) {
      return false;
    }
    // Never behind the serving rows, or a reader would see the past; they are locked meanwhile.
    StoredCheckpoint reached =
        rest > 0 ? rebuilt.caughtUp(session, mine, current.checkpoint()) : mine;
    rebuilt.table().replace(session, serving.table());
    if (parked.exists(session)) {
      parked.replace(session, projection.name(), Slot.REBUILD, Slot.SERVING);
    }
    checkpoints.put(
        session,
        projection.name(),
        Slot.SERVING,
        reached.at(
            reached.checkpoint().inEpoch(current.checkpoint().epoch() + 1), EventTally.NONE, 0));
    checkpoints.delete(session, projection.name(), Slot.REBUILD);
    return true;
  }
}
