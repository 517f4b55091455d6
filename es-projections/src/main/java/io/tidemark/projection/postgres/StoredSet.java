package io.tidemark.projection.postgres;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.checkpoint.OvertakenLog;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.set.LogRange;
import io.tidemark.projection.postgres.set.RangeSize;
import io.tidemark.projection.postgres.set.RangeStatement;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.set.SetStatementException;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import java.util.Optional;

/**
 * Rows that a statement makes over one range of the log after the other, in the transaction that
 * moves the checkpoint over that range. Of the events it reads none but the first of a range, by
 * which a runner sees that the log goes on where the rows are.
 */
public final class StoredSet<K, V> extends StoredRows<K, V> {
  private final LogRange log;
  private final RangeStatement statement;
  private final RangeSize size;
  private final boolean isForComparison;
  private final OvertakenLog overtaken = new OvertakenLog();

  /** Of this version of the rows. */
  public StoredSet(ReadModelSchema schema, SetProjection<K, V> projection, Slot slot) {
    super(schema, projection, slot, Shard.WHOLE);
    this.log = LogRange.of(schema.store(), projection.name());
    this.statement = new RangeStatement(projection, log, table());
    this.size = new RangeSize(projection.maxRange());
    this.isForComparison = slot == Slot.SCRATCH;
  }

  @Override
  public LogQuery query() {
    return LogQuery.all();
  }

  @Override
  public int maxBatchSize() {
    return 1;
  }

  /** A statement that fails is tried over smaller ranges here. */
  @Override
  public boolean isAtomic() {
    return false;
  }

  @Override
  public Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    return advance(from, Long.MAX_VALUE);
  }

  /**
   * Brings the rows and their checkpoint over the next range.
   *
   * @param last position that the range is not to go beyond
   * @return the checkpoint behind it, the same if the log has no more; empty if somebody else has
   *     moved it
   * @throws SetStatementException if the statement fails even over one position
   * @throws io.tidemark.projection.NotUniqueException if it fails since an index has a row already
   * @throws io.tidemark.row.IndexEntryTooLargeException if it fails since a row is too large for
   *     one
   */
  public Optional<Checkpoint> advance(Checkpoint from, long last) {
    while (true) {
      long range = isForComparison ? otherRange(from, last) : size.next();
      long begun = System.nanoTime();
      try {
        Optional<Checkpoint> to =
            jdbc()
                .inTransaction(
                    session -> advanced(session, from, Math.min(last, from.position() + range)));
        to.ifPresentOrElse(
            reached -> {
              size.took(reached.position() - from.position(), System.nanoTime() - begun);
              moved(reached);
            },
            () -> overtaken.tell(name(), from.position()));
        return to;
      } catch (SetStatementException e) {
        if (e.last() == e.first() || RangeStatement.failsOverAny(e)) {
          throw statement.told(e);
        }
        size.limit((e.last() - e.first() + 1) / 2);
      }
    }
  }

  /**
   * Rows that others are compared with are made over other ranges than those were: a statement that
   * depends on where ranges end is found out. Of all that is left each is half.
   */
  private long otherRange(Checkpoint from, long last) {
    return Math.max(1, Math.min(size.next(), (last - from.position() + 1) / 2));
  }

  private Optional<Checkpoint> advanced(Session session, Checkpoint from, long last) {
    settle(session);
    Checkpoint to = log.end(session, from, last);
    if (to.position() == from.position()) {
      return Optional.of(from);
    }
    if (move(session, from, to, tally(from, to)).isEmpty()) {
      return Optional.empty();
    }
    statement.settle(session); // not before: the wait for who has the checkpoint is not its time
    statement.run(session, from.position(), to.position());
    return Optional.of(to);
  }

  /** Which changes of rows there were only the statement knows, so positions are counted. */
  private static EventTally tally(Checkpoint from, Checkpoint to) {
    return new EventTally(to.position() - from.position(), 0);
  }

  @Override
  public StoredCheckpoint caughtUp(Session session, StoredCheckpoint from, Checkpoint to) {
    statement.run(session, from.position(), to.position());
    return from.at(from.checkpoint().at(to.place()), tally(from.checkpoint(), to), 0);
  }
}
