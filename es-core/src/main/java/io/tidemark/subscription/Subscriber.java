package io.tidemark.subscription;

import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import java.util.Optional;

/**
 * A projection together with the place where its rows and its checkpoint are kept, so that they
 * change together or not at all. Thread-safe, and any number of runners may apply batches to one
 * place: only one of them gets each batch in.
 */
public interface Subscriber {
  /** Name of the projection. */
  String name();

  /** The events it wants. */
  LogQuery query();

  /**
   * Where it got to; creates what it needs the first time.
   *
   * @throws io.tidemark.subscription.LogRewoundException if the log is not the one that its rows
   *     came from
   */
  Checkpoint open();

  /**
   * Changes rows and checkpoint, if the checkpoint is still this one.
   *
   * @return the checkpoint after it; empty if somebody else moved it and nothing was changed
   * @throws EventHandlingException if it cannot handle one of the events; nothing was changed
   */
  Optional<Checkpoint> apply(Checkpoint from, EventBatch batch);

  /** Keeps the error that stopped it, for whoever asks for its state. */
  void failed(String error);
}
