package io.tidemark.replay;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.Slot;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds the rows of a projection anew beside those it serves, then switches. Its rows and its
 * checkpoint commit together too, so a call that was cut off at any moment is taken up by the next.
 */
public final class Rebuild<E, V> {
  private static final int BATCH_SIZE = 5_000;

  private final Jdbc jdbc;
  private final EventStore store;
  private final Projection<E, V> projection;
  private final CheckpointTable checkpoints;
  private final StoredProjection<E, V> target;
  private final RebuildSwitch<E, V> swap;
  private final String lockName;

  public Rebuild(ReadModelSchema readModels, Projection<E, V> projection) {
    this.jdbc = readModels.jdbc();
    this.store = readModels.store();
    this.projection = projection;
    this.checkpoints = readModels.checkpoints();
    this.target = new StoredProjection<>(readModels, projection, Slot.REBUILD);
    this.swap = new RebuildSwitch<>(readModels, projection);
    this.lockName = "tidemark rebuild of " + readModels.schema() + "." + projection.name();
  }

  /** Returns after the switch. */
  public RebuildProgress run(Consumer<RebuildProgress> listener) {
    return jdbc.inSession(
        session -> {
          // Ends with the connection, so a process that is killed leaves no lock behind.
          if (!isTrue(session, "select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            throw new RebuildInProgressException(projection.name());
          }
          try {
            return buildAndSwitch(listener);
          } finally {
            isTrue(session, "select pg_advisory_unlock(hashtextextended(?, 0))");
          }
        });
  }

  private boolean isTrue(Session session, String sql) {
    return session.first(sql, row -> row.truth(1), lockName).orElse(false);
  }

  private RebuildProgress buildAndSwitch(Consumer<RebuildProgress> listener) {
    swap.prepareLive();
    Checkpoint at = begin();
    RebuildMeter meter = new RebuildMeter(at.position(), listener);
    do {
      at = build(at, meter);
    } while (!swap.attempt(at));
    return meter.progress();
  }

  /** The checkpoint to go on from: that of an earlier call, if its rows are still of use. */
  private Checkpoint begin() {
    return jdbc.inTransaction(
        session -> {
          Optional<StoredCheckpoint> earlier =
              checkpoints.lock(session, projection.name(), Slot.REBUILD);
          if (earlier.isPresent() && isUsable(session, earlier.get())) {
            return earlier.get().checkpoint();
          }
          checkpoints.delete(session, projection.name(), Slot.REBUILD);
          target.table().drop(session);
          return target.create(session).checkpoint();
        });
  }

  private boolean isUsable(Session session, StoredCheckpoint earlier) {
    if (!earlier.definition().equals(target.table().definition())
        || !target.table().exists(session)) {
      return false;
    }
    try {
      earlier.checkpoint().requireSameLog(projection.name(), store);
      return true;
    } catch (LogRewoundException e) {
      return false;
    }
  }

  private Checkpoint build(Checkpoint from, RebuildMeter meter) {
    Subscription events =
        Subscription.of(store, projection.query())
            .withName(projection.name())
            .batchSize(BATCH_SIZE);
    events.seek(from.place());
    long head = store.head();
    Checkpoint at = from;
    meter.reached(at.position(), head);
    while (at.position() < head) {
      EventBatch batch = events.next(Duration.ZERO);
      at = target.apply(at, batch).orElseThrow(() -> lostTo(projection.name()));
      meter.reached(at.position(), Math.max(head, at.position()));
    }
    return at;
  }

  private static RebuildInProgressException lostTo(String projection) {
    return new RebuildInProgressException(projection);
  }
}
