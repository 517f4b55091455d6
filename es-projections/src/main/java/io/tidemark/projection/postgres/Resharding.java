package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives the serving rows of a projection another number of shards, without a rebuild and while they
 * are run: brings all shards to one same position, under the locks of their checkpoints for the
 * last of the way, and puts others in their place there. Whoever runs one finds its epoch gone.
 */
final class Resharding<K, V> {
  /** As much is made up for under the locks, while whoever runs a shard waits. */
  private static final long MAX_REST = 2_000;

  private static final int BATCH_SIZE = 5_000;

  private final ReadModelSchema schema;
  private final Projection<K, V> projection;
  private final CheckpointTable checkpoints;

  Resharding(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
  }

  /** Returns when there are so many shards. */
  void to(int count) {
    prepare(count);
    while (true) {
      List<StoredCheckpoint> behind = schema.jdbc().inTransaction(session -> tried(session, count));
      if (behind.isEmpty()) {
        return;
      }
      long goal = behind.get(0).position();
      behind.stream().skip(1).forEach(shard -> catchUp(shard.shard(), goal));
    }
  }

  /** A projection that has not begun begins with this number. */
  private void prepare(int count) {
    schema
        .jdbc()
        .inTransaction(
            session -> {
              checkpoints.createIfMissing(session);
              if (checkpoints.all(session, projection.name(), Slot.SERVING).isEmpty()) {
                stored(new Shard(0, count)).create(session);
              }
              return true;
            });
  }

  /**
   * Nothing if there are so many shards now; else the shard that is furthest, and those that are
   * too far behind it.
   */
  private List<StoredCheckpoint> tried(Session session, int count) {
    List<StoredCheckpoint> all = checkpoints.lockAll(session, projection.name(), Slot.SERVING);
    if (all.size() == count) {
      return List.of();
    }
    all.forEach(each -> stored(each.shard()).requireDefinition(each));
    StoredCheckpoint furthest =
        all.stream().max(Comparator.comparing(StoredCheckpoint::position)).orElseThrow();
    List<StoredCheckpoint> behind = new ArrayList<>(List.of(furthest));
    all.stream()
        .filter(each -> furthest.position() - each.position() > MAX_REST)
        .forEach(behind::add);
    if (behind.size() > 1) {
      return behind;
    }
    List<StoredCheckpoint> level =
        all.stream().map(each -> levelled(session, each, furthest.checkpoint())).toList();
    put(session, level, count);
    return List.of();
  }

  /** Brings a shard to the place of the furthest one, in this transaction. */
  private StoredCheckpoint levelled(Session session, StoredCheckpoint from, Checkpoint to) {
    if (from.position() == to.position()) {
      return from;
    }
    StoredProjection<K, V> rows = stored(from.shard());
    return rows.caughtUp(session, from, to);
  }

  private void put(Session session, List<StoredCheckpoint> level, int count) {
    StoredCheckpoint first = level.get(0);
    long epoch =
        1 + level.stream().mapToLong(each -> each.checkpoint().epoch()).max().orElseThrow();
    Optional<EventTally> sum =
        level.stream()
            .map(StoredCheckpoint::handled)
            .reduce((a, b) -> a.flatMap(x -> b.map(x::plus)))
            .orElseThrow();
    // Whose the keys are that wait is known to nobody here, so each new shard looks for its own.
    long parked =
        level.stream().allMatch(each -> each.parked() == 0)
            ? 0
            : schema.parked().countWaiting(session, projection.name(), Slot.SERVING);
    for (int i = 0; i < count; i++) {
      checkpoints.put(
          session,
          projection.name(),
          Slot.SERVING,
          new StoredCheckpoint(
              new Shard(i, count),
              first.checkpoint().inEpoch(epoch),
              i == 0 ? sum : sum.map(any -> EventTally.NONE),
              first.definition(),
              first.isPaused(),
              parked,
              Optional.empty()));
    }
    checkpoints.deleteFrom(session, projection.name(), Slot.SERVING, count);
  }

  /** Beside whoever runs the shard: each batch gets in once, whoever brings it. */
  private void catchUp(Shard shard, long goal) {
    StoredProjection<K, V> rows = stored(shard);
    Subscription events =
        Subscription.of(schema.store(), rows.query())
            .withName(projection.name())
            .withBatchSize(BATCH_SIZE);
    Optional<StoredCheckpoint> at = rows.stored();
    while (at.isPresent() && at.get().shard().equals(shard) && at.get().position() < goal) {
      Checkpoint from = at.get().checkpoint();
      events.seek(from.place());
      EventBatch batch = events.next(Duration.ZERO);
      if (batch.upTo().equals(from.place())) {
        throw new LogRewoundException(
            projection.name(),
            "expected at least %d events, actual %d".formatted(goal, from.position()));
      }
      rows.apply(from, batch);
      at = rows.stored();
    }
  }

  private StoredProjection<K, V> stored(Shard shard) {
    return new StoredProjection<>(schema, projection, Slot.SERVING, shard);
  }
}
