package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ParkedTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.SplitBy;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import java.util.Optional;

/**
 * Gives the serving rows of a projection another number of shards, or shards by streams in the
 * place of those by keys or the other way round, without a rebuild and while they are run: brings
 * all shards to one same position, and puts others in their place there. Whoever runs one finds its
 * epoch gone.
 */
final class Resharding<K, V> {
  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final CheckpointTable checkpoints;
  private final ServingShards<K, V> shards;
  private final SplitBy splitBy;

  Resharding(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
    this.shards = new ServingShards<>(schema, projection);
    this.splitBy = StoredProjection.splitBy(projection);
  }

  /** Returns when there are so many shards. */
  void to(int count) {
    new StoredProjection<>(schema, projection, Slot.SERVING).prepareUnopened();
    schema.inLockingTransaction(session -> begun(session, count));
    while (!schema.inLockingTransaction(session -> isDone(session, count))) {
      shards.catchUp();
    }
  }

  /** A projection that has not begun begins with this number. */
  private boolean begun(Session session, int count) {
    checkpoints.createIfMissing(session);
    if (checkpoints.all(session, projection.name(), Slot.SERVING).isEmpty()) {
      StoredCheckpoint first =
          new StoredProjection<>(schema, projection, Slot.SERVING).create(session);
      checkpoints.put(session, projection.name(), Slot.SERVING, first.split(count, splitBy));
    }
    return true;
  }

  private boolean isDone(Session session, int count) {
    if (isSo(checkpoints.lockAll(session, projection.name(), Slot.SERVING), count)) {
      return true;
    }
    Optional<ShardCheckpoints> level = shards.levelled(session);
    level.ifPresent(all -> put(session, all, count));
    return level.isPresent();
  }

  private boolean isSo(ShardCheckpoints stored, int count) {
    return stored.count() == count
        && (count == 1 || stored.all().stream().allMatch(each -> each.splitBy() == splitBy));
  }

  private void put(Session session, ShardCheckpoints level, int count) {
    StoredCheckpoint whole = level.whole();
    long epoch = level.latestEpoch() + 1;
    projection
        .division()
        .ifPresent(
            division ->
                schema.table(projection, Slot.SERVING).state().spread(session, count, division));
    checkpoints.put(
        session,
        projection.name(),
        Slot.SERVING,
        whole
            .at(whole.checkpoint().inEpoch(epoch), EventTally.NONE, 0)
            .waiting(countWaiting(session))
            .split(count, splitBy));
  }

  /** Each shard counts at least its own, and may count those of others: so no sum is right. */
  private long countWaiting(Session session) {
    ParkedTable parked = schema.parked();
    return parked.exists(session)
        ? parked.countWaiting(session, projection.name(), Slot.SERVING)
        : 0;
  }
}
