package io.tidemark.handler;

import io.tidemark.subscription.Checkpoint;

/**
 * A checkpoint in the hands of its owner. It is lost when the store says so, for example because
 * the owner's connection broke: from then on it can be neither confirmed nor moved. One thread uses
 * it.
 */
public interface OwnedCheckpoint extends AutoCloseable {
  /** Where it is, as far as its owner knows. */
  Checkpoint checkpoint();

  /** Asks the store whether it is still this owner's; false if not. */
  boolean confirm();

  /**
   * Moves it, if it is still this owner's; false if not, and then nothing was changed.
   *
   * @param to of the same log and the same epoch
   */
  boolean moveTo(Checkpoint to);

  /** Keeps an error beside it until it is moved the next time, if it is still this owner's. */
  void keepError(String error);

  /** Gives it back, so that another can own it. A second call does nothing. */
  @Override
  void close();
}
