package io.tidemark.replay.build;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.postgres.StoredRows;
import io.tidemark.projection.postgres.StoredSet;
import io.tidemark.projection.table.Slot;
import io.tidemark.row.RowIndex;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of one slot to a position. They and their checkpoints commit together, so that a
 * build that is cut off at any moment is taken up by the next. While it runs nobody else may write
 * the slot: whoever uses it holds a lock, and the checkpoints tell if that was lost. Not
 * thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public abstract sealed class SlotBuilder<K, V> implements AutoCloseable
    permits FoldingBuilder, SetBuilder, StagedBuilder {
  private final ReadModelSchema schema;
  private final ReadModelDefinition<K, V> projection;
  private final Slot slot;
  private final int workers;
  private final StoredRows<K, V> rows;

  SlotBuilder(
      ReadModelSchema schema,
      ReadModelDefinition<K, V> projection,
      Slot slot,
      int workers,
      StoredRows<K, V> rows) {
    this.schema = schema;
    this.projection = projection;
    this.slot = slot;
    this.workers = workers;
    this.rows = rows;
  }

  /**
   * Of one slot; {@link #begin} or {@link #resumed} comes next.
   *
   * @throws IllegalArgumentException if there are to be several workers where one statement makes
   *     all rows
   */
  public static <K, V> SlotBuilder<K, V> of(
      ReadModelSchema schema, ReadModelDefinition<K, V> projection, Slot slot, BuildPlan plan) {
    StoredRows<K, V> rows = StoredRows.of(schema, projection, slot);
    if (rows instanceof StoredSet<K, V> set) {
      return new SetBuilder<>(schema, projection, slot, plan, set);
    }
    return projection.hasState()
        ? new StagedBuilder<>(schema, projection, slot, plan, (StoredProjection<K, V>) rows)
        : new FoldingBuilder<>(schema, (Projection<K, V>) projection, slot, plan, rows);
  }

  /** The rows. */
  public StoredRows<K, V> rows() {
    return rows;
  }

  ReadModelSchema schema() {
    return schema;
  }

  EventStore store() {
    return schema.store();
  }

  Slot slot() {
    return slot;
  }

  /** Goes on with what an earlier build made, if that is of use; else starts over. */
  public Checkpoint begin(Session session) {
    ShardCheckpoints earlier = schema.checkpoints().all(session, projection.name(), slot);
    return isUsable(session, earlier) ? resumed(session, earlier) : startedOver(session);
  }

  private boolean isUsable(Session session, ShardCheckpoints earlier) {
    return earlier.isComplete()
        && mayHaveWriters(earlier.count())
        && rows.definition().isByThisCode(earlier)
        && earlier.areOfSameLog(store())
        && rows.table().lifecycle().exists(session);
  }

  /** Each commits by itself, and could take a value that another has yet to free. */
  public boolean mayHaveWriters(int count) {
    return count == 1 || !RowIndex.isAnyUnique(projection.indexes());
  }

  /**
   * Goes on from these checkpoints. An index that is declared no more would refuse rows that are
   * allowed now, so it is dropped first.
   */
  public Checkpoint resumed(Session session, ShardCheckpoints shards) {
    rows.table().indexes().dropSurplus(session);
    return continued(shards);
  }

  /** Starts over, whatever there is. */
  public Checkpoint startedOver(Session session) {
    return continued(session.inTransaction(() -> rows.startOver(session, workers)));
  }

  /** Removes the rows and their checkpoints; what a killed process leaves is started over. */
  public void drop(Session session) {
    session.inTransaction(
        () -> {
          rows.drop(session);
          return true;
        });
  }

  /** Goes on from these checkpoints. */
  abstract Checkpoint continued(ShardCheckpoints shards);

  /** Through where it has made the rows. */
  public abstract Checkpoint checkpoint();

  /** Goes on to the end that the log has now. */
  public Checkpoint toHead(BuildListener listener) {
    long head = store().head();
    listener.reached(position(), Math.max(head, position()));
    while (position() < head) {
      long before = position();
      go(Goal.atLeast(head), listener);
      if (position() == before) {
        requireNotInterrupted(listener, head);
        head = store().head(); // that of another moment was further
      }
    }
    requireNotInterrupted(listener, head);
    return checkpoint();
  }

  /** Goes on to a place of the log, and not beyond; it must not be beyond already. */
  public Checkpoint to(LogPlace place, BuildListener listener) {
    if (position() > place.position()) {
      throw new IllegalArgumentException(
          "Invalid goal of %s: expected a position of at least %d, actual %d"
              .formatted(projection.name(), position(), place.position()));
    }
    listener.reached(position(), place.position());
    while (position() < place.position()) {
      requireNotInterrupted(listener, place.position());
      go(Goal.exactly(place), listener);
    }
    settle();
    requireNotInterrupted(listener, place.position());
    return checkpoint();
  }

  private long position() {
    return checkpoint().position();
  }

  /**
   * Goes on with what a snapshot has of what is told beside the log, which may be less by now.
   *
   * @param snapshot null for all of it again
   */
  public void see(@Nullable Session snapshot) {}

  /** What came where it stands since it came there. */
  void settle() {}

  /** A pool that is asked for a connection by an interrupted thread says that it has none. */
  private void go(Goal goal, BuildListener listener) {
    try {
      run(goal, listener);
    } catch (StoreUnavailableException e) {
      requireNotInterrupted(listener, goal.position());
      throw e;
    }
  }

  /** Goes on towards a goal, as far as the log goes. */
  abstract void run(Goal goal, BuildListener listener);

  /** Through where everything is committed. */
  abstract long committed();

  void requireNotInterrupted(BuildListener listener, long target) {
    if (Thread.currentThread().isInterrupted()) {
      throw listener.interrupted(committed(), target);
    }
  }

  /** Ends its threads, if it has some. */
  @Override
  public abstract void close();
}
