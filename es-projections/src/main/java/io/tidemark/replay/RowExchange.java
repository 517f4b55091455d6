package io.tidemark.replay;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.ServingShards;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.compare.RowComparison;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Checkpoint;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rows of another slot in the place of the serving ones, which become the previous ones,
 * in one transaction; both keep their checkpoints. Readers see the old table or the new one, whole;
 * whoever runs the projection finds its epoch gone and reads it again. Not thread-safe.
 */
final class RowExchange<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(RowExchange.class);

  /** An inline projection, and with it every appender, waits while this many are made up for. */
  private static final int MAX_REST = 2_000;

  /**
   * Whoever comes after the switch waits for it: queries for the table, and appends with an inline
   * projection for the checkpoint. So it must not wait long for a reader that takes its time.
   */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '100ms'";

  private final EventStore store;
  private final ReadModelDefinition<K, V> projection;
  private final Slot slot;
  private final CheckpointTable checkpoints;
  private final StoredRows<K, V> serving;
  private final StoredRows<K, V> incoming;
  private final ServingShards<K, V> servingShards;
  private final ParkedTable parked;
  private Optional<Long> unevenSince = Optional.empty();

  /** Of the serving rows with those of a slot. */
  RowExchange(ReadModelSchema schema, ReadModelDefinition<K, V> projection, Slot slot) {
    this.store = schema.store();
    this.projection = projection;
    this.slot = slot;
    this.checkpoints = schema.checkpoints();
    this.serving = StoredRows.of(schema, projection, Slot.SERVING);
    this.incoming = StoredRows.of(schema, projection, slot);
    this.parked = schema.parked();
    this.servingShards = new ServingShards<>(schema, projection);
  }

  /** Refuses to switch away from a table of which others have made something. */
  void requireNoDependents(Session session) {
    List<String> dependents = serving.table().lifecycle().dependents(session);
    if (!dependents.isEmpty()) {
      throw new RebuildBlockedException(projection.name(), dependents);
    }
  }

  /**
   * False if somebody has the table in hand, or the serving rows got too far ahead; then build on
   * and try again.
   *
   * @param built through where the incoming rows are made
   */
  boolean attempt(Session session, Checkpoint built) {
    try {
      if (!servingShards.stored().areLevel()) {
        servingShards.prepare();
      }
      boolean done = session.inTransaction(() -> exchanged(session, built));
      if (!done) {
        approach();
      }
      return done;
    } catch (StoreUnavailableException e) {
      if (SqlErrors.isLockTimeout(e)) {
        LOG.info("Rebuild of {} will try to switch again: {}", projection.name(), e.getMessage());
        return false;
      }
      throw e;
    }
  }

  /** So that no shard of the serving rows that nobody runs is too far behind for ever. */
  private void approach() {
    ShardCheckpoints stored = servingShards.stored();
    if (!stored.areLevel() && !stored.arePaused() && servingShards.areOfThisCode(stored)) {
      servingShards.catchUp();
    }
  }

  /** Locks the checkpoints first and the tables then, as everybody does. */
  private boolean exchanged(Session session, Checkpoint built) {
    session.update(LOCK_TIMEOUT);
    Optional<ShardCheckpoints> level = outgoing(session);
    if (level.isEmpty()) {
      return false;
    }
    ShardCheckpoints outgoing = level.get();
    StoredCheckpoint furthest = outgoing.furthest();
    StoredCheckpoint mine = mine(session, built);
    built.requireSameLog(projection.name(), store); // it may have been rewound since the last batch
    // After a restore, a rebuild is the way out, so a serving checkpoint ahead of the log is no
    // goal.
    long rest =
        furthest.checkpoint().isOfSameLog(store) ? furthest.position() - built.position() : 0;
    if (rest > MAX_REST) {
      return false;
    }
    // Never behind the serving rows, or a reader would see the past; they are locked meanwhile.
    StoredCheckpoint reached =
        rest > 0 ? incoming.caughtUp(session, mine, furthest.checkpoint()) : mine;
    requireNoDependents(session); // they may have come since the beginning
    incoming.table().lifecycle().replace(session, serving.table().lifecycle());
    if (projection instanceof Projection<?, ?> folded) { // by its name, it is the incoming one now
      folded
          .division()
          .ifPresent(
              division -> serving.table().state().spread(session, outgoing.count(), division));
    }
    if (parked.exists(session)) {
      parked.exchange(session, projection.name(), slot);
    }
    checkpoints.delete(session, projection.name(), slot);
    checkpoints.put(session, projection.name(), Slot.PREVIOUS, previous(outgoing));
    long epoch = outgoing.latestEpoch() + 1;
    checkpoints.put(
        session,
        projection.name(),
        Slot.SERVING,
        reached
            .at(reached.checkpoint().inEpoch(epoch), EventTally.NONE, 0)
            .paused(outgoing.arePaused())
            .split(outgoing.count()));
    return true;
  }

  /**
   * All at one position, unless they are of another log, which nobody can go on with, or do not get
   * there in time. Those that other code made only whoever runs them may bring there.
   */
  private Optional<ShardCheckpoints> outgoing(Session session) {
    ShardCheckpoints all = checkpoints.lockAll(session, projection.name(), Slot.SERVING);
    if (all.areLevel() || !all.areOfSameLog(store)) {
      return Optional.of(all);
    }
    Optional<ShardCheckpoints> level =
        servingShards.areOfThisCode(all) ? servingShards.levelled(session) : Optional.empty();
    if (level.isEmpty() && isGivenUp(all)) {
      LOG.warn(
          "Rows of {} in shards that are not equally far are switched from; there is no way back",
          projection.name());
      return Optional.of(all);
    }
    return level;
  }

  private boolean isGivenUp(ShardCheckpoints uneven) {
    long now = System.nanoTime();
    long since = unevenSince.orElse(now);
    unevenSince = Optional.of(since);
    return uneven.arePaused() || now - since > RowComparison.PATIENCE.toNanos();
  }

  /** What is built has shards by the keys of rows, and the serving rows may have others. */
  private static ShardCheckpoints previous(ShardCheckpoints outgoing) {
    return outgoing.areLevel() ? new ShardCheckpoints(List.of(outgoing.whole())) : outgoing;
  }

  private StoredCheckpoint mine(Session session, Checkpoint built) {
    ShardCheckpoints shards = checkpoints.lockAll(session, projection.name(), slot);
    if (shards.isEmpty() || !shards.areAt(built.place())) {
      throw RebuildInProgressException.ofRebuild(projection.name());
    }
    return shards.whole();
  }
}
