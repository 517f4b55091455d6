package io.tidemark.handler;

import io.tidemark.subscription.Checkpoint;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the checkpoints of those whose work is not in a database, each under a name, and sees to it
 * that each has one owner at a time, whatever number of processes ask. Thread-safe.
 */
public interface CheckpointStore {
  /** The checkpoint of this name; empty if there is none yet. */
  Optional<Checkpoint> find(String name);

  /**
   * Makes the caller the owner, under a new epoch, if nobody is.
   *
   * @param first gives the checkpoint to begin with, if there is none yet
   * @return empty if somebody else owns it, in this process or in another
   */
  Optional<OwnedCheckpoint> tryOwn(String name, Supplier<Checkpoint> first);

  /** The error that its owner has kept since the checkpoint was last moved. */
  Optional<String> error(String name);
}
