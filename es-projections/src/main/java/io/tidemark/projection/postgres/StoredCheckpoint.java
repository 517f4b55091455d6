package io.tidemark.projection.postgres;

import io.tidemark.projection.EventTally;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import java.util.Optional;

/**
 * A checkpoint as it is stored, and what is kept beside it.
 *
 * @param shard which part of the rows it is of
 * @param handled the changes of rows by the events up to here; empty if they come from before these
 *     were counted
 * @param definition what the rows look like and where they come from, in words
 * @param isPaused whether somebody has told it to wait
 * @param parked how many events wait; if there are several shards, at least as many as wait for
 *     rows of this one, and 0 if none do
 * @param error what stopped it, if something did
 */
public record StoredCheckpoint(
    Shard shard,
    Checkpoint checkpoint,
    Optional<EventTally> handled,
    String definition,
    boolean isPaused,
    long parked,
    Optional<String> error) {
  /** One that has handled nothing yet. */
  static StoredCheckpoint first(Shard shard, Checkpoint checkpoint, String definition) {
    return new StoredCheckpoint(
        shard, checkpoint, Optional.of(EventTally.NONE), definition, false, 0, Optional.empty());
  }

  public long position() {
    return checkpoint.position();
  }

  /** The same at another place, where so much more was handled and waits, and without an error. */
  public StoredCheckpoint at(Checkpoint other, EventTally more, long parkedMore) {
    return new StoredCheckpoint(
        shard,
        other,
        handled.map(before -> before.plus(more)),
        definition,
        isPaused,
        parked + parkedMore,
        Optional.empty());
  }

  /** From one checkpoint to the next, by which so much was handled. */
  public record Move(Checkpoint from, Checkpoint to, EventTally handled) {}
}
