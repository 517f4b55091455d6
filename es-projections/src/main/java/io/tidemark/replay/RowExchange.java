package io.tidemark.replay;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rows of another slot in the place of the serving ones, which become the previous ones,
 * in one transaction; both keep their checkpoints. Readers see the old table or the new one, whole;
 * whoever runs the projection finds its epoch gone and reads it again.
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
  private final Projection<K, V> projection;
  private final Slot slot;
  private final CheckpointTable checkpoints;
  private final StoredProjection<K, V> serving;
  private final StoredProjection<K, V> incoming;

  /** Of the serving rows with those of a slot. */
  RowExchange(ReadModelSchema schema, Projection<K, V> projection, Slot slot) {
    this.store = schema.store();
    this.projection = projection;
    this.slot = slot;
    this.checkpoints = schema.checkpoints();
    this.serving = new StoredProjection<>(schema, projection, Slot.SERVING);
    this.incoming = new StoredProjection<>(schema, projection, slot);
  }

  /**
   * False if somebody has the table in hand, or the serving rows got too far ahead; then build on
   * and try again.
   *
   * @param built through where the incoming rows are made
   */
  boolean attempt(Session session, Checkpoint built) {
    try {
      return session.inTransaction(() -> exchanged(session, built));
    } catch (StoreUnavailableException e) {
      if (SqlErrors.isLockTimeout(e)) {
        LOG.info("Rebuild of {} will try to switch again: {}", projection.name(), e.getMessage());
        return false;
      }
      throw e;
    }
  }

  /** Locks the checkpoints first and the tables then, as everybody does. */
  private boolean exchanged(Session session, Checkpoint built) {
    session.update(LOCK_TIMEOUT);
    List<StoredCheckpoint> outgoing = checkpoints.lockAll(session, projection.name(), Slot.SERVING);
    StoredCheckpoint furthest = furthest(outgoing);
    StoredCheckpoint mine = mine(session, built);
    built.requireSameLog(projection.name(), store); // it may have been rewound since the last batch
    // After a restore, a rebuild is the way out, so a serving checkpoint ahead of the log is no
    // goal.
    long rest =
        furthest.checkpoint().isOfSameLog(store) ? furthest.position() - built.position() : 0;
    if (rest > MAX_REST) {
      return false;
    }
    StoredCheckpoint reached = rest > 0 ? catchUp(session, mine, furthest.checkpoint()) : mine;
    incoming.table().replace(session, serving.table());
    checkpoints.delete(session, projection.name(), slot);
    checkpoints.put(session, projection.name(), Slot.PREVIOUS, outgoing);
    long epoch = outgoing.stream().mapToLong(shard -> shard.checkpoint().epoch()).max().orElse(0);
    checkpoints.put(
        session,
        projection.name(),
        Slot.SERVING,
        List.of(reached.at(reached.checkpoint().inEpoch(epoch + 1), EventTally.NONE)));
    return true;
  }

  private static StoredCheckpoint furthest(List<StoredCheckpoint> shards) {
    return shards.stream().max(Comparator.comparing(StoredCheckpoint::position)).orElseThrow();
  }

  private StoredCheckpoint mine(Session session, Checkpoint built) {
    List<StoredCheckpoint> shards = checkpoints.lockAll(session, projection.name(), slot);
    if (shards.isEmpty()
        || !shards.stream().allMatch(shard -> shard.checkpoint().place().equals(built.place()))) {
      throw RebuildInProgressException.ofRebuild(projection.name());
    }
    return StoredCheckpoint.whole(shards);
  }

  /** Never behind the serving rows, or a reader would see the past; they are locked meanwhile. */
  private StoredCheckpoint catchUp(Session session, StoredCheckpoint from, Checkpoint to) {
    LogQuery rest = projection.query().after(from.position()).until(AsOf.position(to.position()));
    List<RecordedEvent> events;
    try (Stream<RecordedEvent> found = store.readAll(rest)) {
      events = found.toList();
    }
    ProjectionBatch<K, V> batch = projection.batch(events);
    incoming.write(session, batch);
    return from.at(from.checkpoint().at(to.place()), batch.tally());
  }
}
