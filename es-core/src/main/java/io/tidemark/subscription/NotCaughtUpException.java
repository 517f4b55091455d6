package io.tidemark.subscription;

import io.tidemark.RetryableException;

/**
 * Somebody waited for a subscriber and did not wait long enough: the time was over, the runner was
 * closed, or the waiting thread was interrupted, which then still is. The subscriber itself is
 * well.
 */
public final class NotCaughtUpException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String subscriber;
  private final long expected;
  private final long actual;

  NotCaughtUpException(String reason, String subscriber, long expected, long actual) {
    super(
        "Subscriber %s has not caught up, %s: expected position %d, actual %d"
            .formatted(subscriber, reason, expected, actual),
        null);
    this.subscriber = subscriber;
    this.expected = expected;
    this.actual = actual;
  }

  /** Name of the subscriber. */
  public String subscriber() {
    return subscriber;
  }

  /** The position that was waited for. */
  public long expected() {
    return expected;
  }

  /** Position through which everything was handled when the wait ended; 0 if nothing is known. */
  public long actual() {
    return actual;
  }
}
