package io.tidemark.projection.checkpoint;

import io.tidemark.projection.EventTally;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint as it is stored, and what is kept beside it.
 *
 * @param shard which part of the rows it is of
 * @param splitBy by what the rows are split
 * @param handled the changes of rows by the events up to here; empty if they come from before these
 *     were counted
 * @param definition what the rows look like and where they come from, in words
 * @param fold which version of the code made them; empty if that is not known
 * @param historyFrom the first position as of which the history of the rows still answers, if they
 *     have one
 * @param isPaused whether somebody has told it to wait
 * @param parked how many events wait; if there are several shards, at least as many as wait for
 *     rows of this one, and 0 if none do
 * @param error what stopped it, if something did
 */
public record StoredCheckpoint(
    Shard shard,
    SplitBy splitBy,
    Checkpoint checkpoint,
    Optional<EventTally> handled,
    String definition,
    String fold,
    long historyFrom,
    boolean isPaused,
    long parked,
    Optional<String> error) {
  /** One that has handled nothing yet. */
  public static StoredCheckpoint first(
      Shard shard, Checkpoint checkpoint, String definition, String fold) {
    return new StoredCheckpoint(
        shard,
        SplitBy.UNSAID,
        checkpoint,
        Optional.of(EventTally.NONE),
        definition,
        fold,
        0,
        false,
        0,
        Optional.empty());
  }

  public long position() {
    return checkpoint.position();
  }

  /** The same at another place, where so much more was handled and waits, and without an error. */
  public StoredCheckpoint at(Checkpoint other, EventTally more, long parkedMore) {
    return new StoredCheckpoint(
        shard,
        splitBy,
        other,
        handled.map(before -> before.plus(more)),
        definition,
        fold,
        historyFrom,
        isPaused,
        parked + parkedMore,
        Optional.empty());
  }

  /**
   * So many shards in the place of one for all of the rows, at the same position; by what they are
   * split stays as it is.
   */
  public ShardCheckpoints split(int count) {
    return split(count, SplitBy.UNSAID);
  }

  /** The same, split by streams or by keys. */
  public ShardCheckpoints split(int count, SplitBy by) {
    List<StoredCheckpoint> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<EventTally> part = i == 0 ? handled : handled.map(any -> EventTally.NONE);
      shards.add(
          new StoredCheckpoint(
              new Shard(i, count),
              by,
              checkpoint,
              part,
              definition,
              fold,
              historyFrom,
              isPaused,
              parked,
              error));
    }
    return new ShardCheckpoints(shards);
  }

  /** The same, with so many events that wait. */
  public StoredCheckpoint waiting(long events) {
    return new StoredCheckpoint(
        shard,
        splitBy,
        checkpoint,
        handled,
        definition,
        fold,
        historyFrom,
        isPaused,
        events,
        error);
  }

  /** The same, told to wait or not. */
  public StoredCheckpoint paused(boolean isTold) {
    return new StoredCheckpoint(
        shard, splitBy, checkpoint, handled, definition, fold, historyFrom, isTold, parked, error);
  }

  /** From one checkpoint to the next, by which so much was handled. */
  public record Move(Checkpoint from, Checkpoint to, EventTally handled) {}
}
