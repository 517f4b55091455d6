package io.tidemark.aggregate;

import io.tidemark.RetryableException;
import io.tidemark.store.AppendResult;

/** What became of the events of one command. */
sealed interface DecisionOutcome {
  /** Whether the store has refused them for what they are, so that others may fare better. */
  default boolean isRefusal() {
    return this instanceof Failed failed && !(failed.failure() instanceof RetryableException);
  }

  /**
   * They are stored.
   *
   * @param result where they and those that went with them are
   */
  record Stored(AppendResult result) implements DecisionOutcome {}

  /**
   * The store said why it did not store them, or that it does not know.
   *
   * @param failure one object for all who travelled together
   */
  record Failed(RuntimeException failure) implements DecisionOutcome {}

  /**
   * They were sent, and what happened then does not tell whether they are stored.
   *
   * @param cause what happened
   */
  record Unknown(Throwable cause) implements DecisionOutcome {}

  /** What they were decided on was not stored, so they were never sent. */
  record Superseded() implements DecisionOutcome {}
}
