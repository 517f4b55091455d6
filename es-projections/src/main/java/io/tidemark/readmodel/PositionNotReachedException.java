package io.tidemark.readmodel;

import io.tidemark.RetryableException;

/** A read model did not get to a position within the time given. */
public final class PositionNotReachedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final long expected;
  private final long actual;

  PositionNotReachedException(String projection, long expected, long actual) {
    super(
        "Read model %s is behind: expected position %d, actual %d"
            .formatted(projection, expected, actual),
        null);
    this.expected = expected;
    this.actual = actual;
  }

  /** The position waited for. */
  public long expected() {
    return expected;
  }

  /** The position it had when the time was over. */
  public long actual() {
    return actual;
  }
}
