package io.tidemark.readmodel;

import io.tidemark.RetryableException;

/** A read model did not get to a position within the time given, or the wait was interrupted. */
public final class PositionNotReachedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final long expected;
  private final long actual;

  private PositionNotReachedException(String message, long expected, long actual) {
    super("%s: expected position %d, actual %d".formatted(message, expected, actual), null);
    this.expected = expected;
    this.actual = actual;
  }

  static PositionNotReachedException behind(String projection, long expected, long actual) {
    return new PositionNotReachedException(
        "Read model %s is behind".formatted(projection), expected, actual);
  }

  static PositionNotReachedException interrupted(String projection, long expected, long actual) {
    return new PositionNotReachedException(
        "Wait for read model %s was interrupted".formatted(projection), expected, actual);
  }

  /** The position waited for. */
  public long expected() {
    return expected;
  }

  /** The position it had when the wait ended. */
  public long actual() {
    return actual;
  }
}
