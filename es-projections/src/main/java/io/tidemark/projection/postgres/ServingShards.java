package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.CheckpointTable;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The serving rows of a projection, which may be split into shards that are not equally far. Brings
 * them to one same position for what needs that: another number of shards, a comparison, a switch.
 * Whoever runs a shard meanwhile finds its checkpoint moved, and goes on from there. Thread-safe.
 */
public final class ServingShards<K, V> {
  /** As much is made up for under the locks of the checkpoints, while others wait for them. */
  private static final long MAX_REST = 2_000;

  private static final int BATCH_SIZE = 5_000;
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final CheckpointTable checkpoints;

  /** Of this projection. */
  public ServingShards(ReadModelSchema schema, ReadModelDefinition<K, V> projection) {
    this.schema = schema;
    this.projection = projection;
    this.checkpoints = schema.checkpoints();
  }

  /** Their checkpoints; none if the projection has not begun. */
  public ShardCheckpoints stored() {
    return schema
        .jdbc()
        .inSession(
            session ->
                checkpoints.exists(session)
                    ? checkpoints.all(session, projection.name(), Slot.SERVING)
                    : ShardCheckpoints.NONE);
  }

  /**
   * Locks all checkpoints until the transaction ends, and brings the shards to the position of the
   * furthest one. {@link #prepare} comes before it, in no transaction that has locked the rows.
   *
   * @return the checkpoints, all at one position; empty if one of them is too far behind
   */
  public Optional<ShardCheckpoints> levelled(Session transaction) {
    ShardCheckpoints shards = checkpoints.lockAll(transaction, projection.name(), Slot.SERVING);
    StoredCheckpoint furthest = shards.furthest();
    if (shards.areLevel()) {
      return Optional.of(shards);
    }
    if (furthest.position() - shards.position() > MAX_REST) {
      return Optional.empty();
    }
    return Optional.of(
        new ShardCheckpoints(
            shards.all().stream()
                .map(each -> levelled(transaction, each, furthest.checkpoint()))
                .toList()));
  }

  private StoredCheckpoint levelled(Session transaction, StoredCheckpoint from, Checkpoint to) {
    StoredRows<K, V> rows = rows(from);
    rows.definition().requireForward(from);
    if (from.position() == to.position()) {
      return from; // with its error, if it has stopped there
    }
    StoredCheckpoint reached = rows.caughtUp(transaction, from, to);
    checkpoints.put(transaction, projection.name(), Slot.SERVING, reached);
    return reached;
  }

  /**
   * Whether these were made by this code. By any other they must not be brought forward here: they
   * would become what whoever runs them does not make of them.
   */
  public boolean areOfThisCode(ShardCheckpoints shards) {
    return shards.all().stream().allMatch(each -> rows(each).definition().mayForward(each));
  }

  /**
   * Does some work, like the beginning of a snapshot, while all shards are at one position and
   * nobody moves one of them. Brings them there with the code that made them; with other code it
   * waits until they are.
   *
   * @param patience how long it waits; not at all for those that were told to wait
   * @return what the work gave; empty if they were not at one position in time, or the thread is
   *     interrupted
   */
  public <T> Optional<T> whileLevel(Duration patience, Supplier<T> work) {
    long begun = System.nanoTime();
    while (true) {
      Optional<T> done = schema.inLockingTransaction(session -> ifLevel(session, work));
      if (done.isPresent()) {
        return done;
      }
      ShardCheckpoints shards = stored();
      if (shards.arePaused()) {
        return Optional.empty();
      }
      if (areOfThisCode(shards)) {
        bring();
      } else if (System.nanoTime() - begun > patience.toNanos()
          || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      } else {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /**
   * Readies the rows to be brought forward by this code: nobody else may have opened them with this
   * definition. Does nothing to those that were made by other code.
   */
  public void prepare() {
    if (areOfThisCode(stored())) {
      StoredRows.of(schema, projection, Slot.SERVING).prepareUnopened();
    }
  }

  private void bring() {
    if (!schema.inLockingTransaction(session -> levelled(session).isPresent())) {
      catchUp();
    }
  }

  private <T> Optional<T> ifLevel(Session transaction, Supplier<T> work) {
    return checkpoints.lockAll(transaction, projection.name(), Slot.SERVING).areLevel()
        ? Optional.of(work.get())
        : Optional.empty();
  }

  /**
   * Brings those that are behind to where the furthest one is now, beside whoever runs them: each
   * batch gets in once, whoever brings it.
   */
  public void catchUp() {
    LogPlace goal = stored().furthest().checkpoint().place();
    stored().all().forEach(each -> catchUp(each, goal, shard -> true));
  }

  /** The same to a position of the log, but no further once they are told to wait. */
  void catchUpUnlessPaused(long position) {
    LogPlace goal =
        schema
            .store()
            .event(position)
            .map(LogPlace::of)
            .orElseThrow(() -> tooShort(position, schema.store().head()));
    stored().all().forEach(each -> catchUp(each, goal, shard -> !shard.isPaused()));
  }

  /** Not beyond the goal, where an event may be that they cannot handle. */
  private void catchUp(StoredCheckpoint part, LogPlace goal, Predicate<StoredCheckpoint> goesOn) {
    Shard shard = part.shard();
    StoredRows<K, V> rows = rows(part);
    rows.definition().requireForward(part);
    rows.prepareUnopened();
    Subscription events =
        Subscription.of(schema.store(), rows.query())
            .withName(projection.name())
            .withBatchSize(BATCH_SIZE);
    Optional<StoredCheckpoint> at = rows.stored();
    while (at.isPresent()
        && at.get().shard().equals(shard)
        && at.get().position() < goal.position()
        && goesOn.test(at.get())) {
      Checkpoint from = at.get().checkpoint();
      events.seek(from.place());
      EventBatch batch = events.next(Duration.ZERO);
      if (batch.upTo().equals(from.place())) {
        throw tooShort(goal.position(), from.position());
      }
      rows.apply(from, batch.through(goal));
      at = rows.stored();
    }
  }

  private LogRewoundException tooShort(long expected, long actual) {
    return new LogRewoundException(
        projection.name(), "expected at least %d events, actual %d".formatted(expected, actual));
  }

  /** Split as they are stored, which need not be how this definition would be split. */
  private StoredRows<K, V> rows(StoredCheckpoint part) {
    return StoredRows.of(schema, projection, Slot.SERVING, part);
  }
}
