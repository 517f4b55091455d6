package io.tidemark.subscription;

import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import java.util.Optional;

/**
 * Who follows the log: says which events it wants, does something with each batch, and keeps a
 * checkpoint. Thread-safe, and any number of runners may drive it: only one of them gets each batch
 * in. A runner calls {@code open}, {@code isOwner}, {@code apply}, {@code idle} and {@code release}
 * on one thread.
 */
public interface Subscriber {
  /** Its name, the same in every process. */
  String name();

  /** The events it wants. */
  LogQuery query();

  /**
   * How many events it wants in one batch at most; it may be given fewer. One is enough for work
   * that needs to know that there is more of the log, and not what.
   */
  default int maxBatchSize() {
    return Integer.MAX_VALUE;
  }

  /** Which part of the work it does, if that is split: members of a group differ in it. */
  default Shard shard() {
    return Shard.WHOLE;
  }

  /**
   * Where it got to; creates what it needs the first time. Called again after every error, and
   * again and again while this process is not the owner.
   *
   * @throws LogRewoundException if the log is not the one that it followed
   */
  Checkpoint open();

  /**
   * Whether the calling thread may apply batches, as far as the last {@link #open} told. If not, no
   * events are read. Always, unless only one process at a time can do the work.
   */
  default boolean isOwner() {
    return true;
  }

  /**
   * Does the work for a batch and moves the checkpoint, if the checkpoint is still this one.
   *
   * @return the checkpoint after it, which may be amid the batch if only a first part of it was
   *     done, or behind it if more of the log was gone through; empty if somebody else moved it and
   *     nothing was done
   * @throws EventHandlingException if it cannot handle one of the events; nothing was changed
   * @throws io.tidemark.PermanentException if the batch is refused as a whole; nothing was changed.
   *     It is given again in halves, until the event is found that is to blame
   */
  Optional<Checkpoint> apply(Checkpoint from, EventBatch batch);

  /**
   * Nothing has come of what it wants for a moment: time for what is to be done when the log is
   * quiet. Called again and again meanwhile, so it must cost next to nothing as a rule.
   *
   * @param at the checkpoint, which is at the end of the log
   * @return the checkpoint after it, at the same place; empty if somebody else moved it and nothing
   *     was done
   */
  default Optional<Checkpoint> idle(Checkpoint at) {
    return Optional.of(at);
  }

  /**
   * The runner stops driving it on this thread, for whatever reason. Gives back what {@link #open}
   * took; may be called when nothing was taken.
   */
  default void release() {}

  /** Keeps the error that stopped it, at most some thousand characters, for whoever asks. */
  void failed(String error);

  /**
   * Whether {@link #apply} has changed nothing when it throws, so that a batch which is refused may
   * be tried in parts. Not so for work that cannot be taken back, or finds such parts itself.
   */
  default boolean isAtomic() {
    return true;
  }
}
