package io.tidemark.subscription;

import java.util.List;

/**
 * What subscribers tell whoever watches them, for meters and traces. Called on the threads that do
 * the work: be quick. What it throws is caught and logged once, and changes nothing. Thread-safe.
 */
public interface SubscriptionListener {
  /** All of these, one after the other, each shielded from what the others throw. */
  static SubscriptionListener all(List<SubscriptionListener> listeners) {
    return new ShieldedListeners(listeners);
  }

  /** A batch is done and its checkpoint is kept. */
  default void batchApplied(AppliedBatch batch) {}

  /**
   * Something failed and will be tried again.
   *
   * @param attempt how many attempts failed since it last got on, from 1
   */
  default void retrying(String subscriber, int attempt, Throwable error) {}

  /** It has stopped at an error. */
  default void stopped(String subscriber, Throwable error) {}

  /**
   * Somebody else did what this one was about to do, or had begun; nothing of it was kept.
   *
   * @param position where it had begun
   */
  default void overtaken(String subscriber, long position) {}

  /**
   * A rebuild got on.
   *
   * @param position position through which the new rows are made
   * @param head head of the log, at which it will switch, as far as known now
   */
  default void rebuilding(String subscriber, long position, long head) {}
}
