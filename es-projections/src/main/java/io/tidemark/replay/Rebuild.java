package io.tidemark.replay;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.CheckpointTable;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredCheckpoint;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Builds the rows of a projection anew beside the serving ones, then switches. Its rows and its
 * checkpoint commit together too, so a call that was cut off at any moment is taken up by the next.
 *
 * <p>Two connections do: the one that holds the rebuild's lock also does what must be one
 * transaction, and the other reads the log and writes batches.
 */
final class Rebuild<K, V> {
  private static final int BATCH_SIZE = 5_000;

  /** Longer than the switch waits for its locks, so that others get most of the time. */
  private static final long PAUSE_NANOS = Duration.ofMillis(400).toNanos();

  private final ReadModelSchema schema;
  private final EventStore store;
  private final Projection<K, V> projection;
  private final CheckpointTable checkpoints;
  private final StoredProjection<K, V> rebuilt;
  private final RebuildSwitch<K, V> swap;
  private final String lockName;

  Rebuild(ReadModelSchema schema, Projection<K, V> projection) {
    this.schema = schema;
    this.store = schema.store();
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
    this.rebuilt = new StoredProjection<>(schema, projection, Slot.REBUILD);
    this.swap = new RebuildSwitch<>(schema, projection);
    this.lockName = "tidemark rebuild of " + schema.name() + "." + projection.name();
  }

  /** Returns after the switch. */
  RebuildProgress run(Consumer<RebuildProgress> listener) {
    return schema
        .jdbc()
        .inSession(
            session -> {
              // Ends with the connection, so a process that is killed leaves no lock behind.
              if (!isTrue(session, "select pg_try_advisory_lock(hashtextextended(?, 0))")) {
                throw new RebuildInProgressException(projection.name());
              }
              RebuildProgress done;
              try {
                done = buildAndSwitch(session, listener);
              } catch (RuntimeException | Error e) {
                unlockAfter(session, e);
                throw e;
              }
              unlock(session);
              return done;
            });
  }

  private void unlock(Session session) {
    isTrue(session, "select pg_advisory_unlock(hashtextextended(?, 0))");
  }

  /** If that fails too, the connection is lost, and the failure before it says why. */
  private void unlockAfter(Session session, Throwable failure) {
    try {
      unlock(session);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private boolean isTrue(Session session, String sql) {
    return session.first(sql, row -> row.truth(1), lockName).orElse(false);
  }

  private RebuildProgress buildAndSwitch(Session session, Consumer<RebuildProgress> listener) {
    swap.prepareServing();
    swap.requireNoDependents(session);
    Checkpoint at = begin(session);
    RebuildMeter meter = new RebuildMeter(at.position(), listener);
    at = build(at, meter);
    while (!swap.attempt(session, at)) {
      LockSupport.parkNanos(PAUSE_NANOS);
      at = build(at, meter);
    }
    return meter.progress();
  }

  /** The checkpoint to go on from: that of an earlier call, if its rows are still of use. */
  private Checkpoint begin(Session session) {
    Optional<StoredCheckpoint> earlier =
        checkpoints.find(session, projection.name(), Slot.REBUILD, Shard.WHOLE);
    if (earlier.isPresent() && isUsable(session, earlier.get())) {
      return earlier.get().checkpoint();
    }
    return session.inTransaction(
        () -> {
          checkpoints.delete(session, projection.name(), Slot.REBUILD);
          rebuilt.table().drop(session);
          return rebuilt.create(session).checkpoint();
        });
  }

  private boolean isUsable(Session session, StoredCheckpoint earlier) {
    return rebuilt.isDefinedAs(earlier)
        && rebuilt.table().exists(session)
        && earlier.checkpoint().isOfSameLog(store);
  }

  private Checkpoint build(Checkpoint from, RebuildMeter meter) {
    Subscription events =
        Subscription.of(store, projection.query())
            .withName(projection.name())
            .withBatchSize(BATCH_SIZE);
    events.seek(from.place());
    long head = store.head();
    Checkpoint at = from;
    meter.reached(at.position(), Math.max(head, at.position()));
    while (at.position() < head) {
      requireNotInterrupted(head, at.position());
      EventBatch batch = events.next(Duration.ZERO);
      if (batch.upTo().equals(at.place())) {
        head = store.head(); // that of another moment was further
        continue;
      }
      at =
          rebuilt
              .apply(at, batch)
              .orElseThrow(() -> new RebuildInProgressException(projection.name()));
      meter.reached(at.position(), Math.max(head, at.position()));
    }
    requireNotInterrupted(head, at.position());
    return at;
  }

  private void requireNotInterrupted(long head, long position) {
    if (Thread.currentThread().isInterrupted()) {
      throw new RebuildInterruptedException(projection.name(), head, position);
    }
  }
}
