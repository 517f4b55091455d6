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
 * @param historyFrom the first position as of which the history of the rows still answers, if they
 *     have one
 * @param error what stopped it, if something did
 */
public record StoredCheckpoint(
    Shard shard,
    Checkpoint checkpoint,
    Optional<EventTally> handled,
    String definition,
    long historyFrom,
    Optional<String> error) {
  /** One that has handled nothing yet. */
  static StoredCheckpoint first(Shard shard, Checkpoint checkpoint, String definition) {
    return new StoredCheckpoint(
        shard, checkpoint, Optional.of(EventTally.NONE), definition, 0, Optional.empty());
  }

  public long position() {
    return checkpoint.position();
  }

  /** The same at another place, where so much more was handled, and without an error. */
  public StoredCheckpoint at(Checkpoint other, EventTally more) {
    return new StoredCheckpoint(
        shard,
        other,
        handled.map(before -> before.plus(more)),
        definition,
        historyFrom,
        Optional.empty());
  }

  /** From one checkpoint to the next, by which so much was handled. */
  public record Move(Checkpoint from, Checkpoint to, EventTally handled) {}
}
