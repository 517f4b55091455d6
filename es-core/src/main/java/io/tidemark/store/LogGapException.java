package io.tidemark.store;

import io.tidemark.PermanentException;

/**
 * A reader of the whole log found a position missing: events were removed or the database is
 * damaged.
 */
public final class LogGapException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final long expected;
  private final long actual;

  /** With the position that should have come and the one that did. */
  public LogGapException(long expected, long actual) {
    super("Gap in the log: expected position %d, actual %d".formatted(expected, actual), null);
    this.expected = expected;
    this.actual = actual;
  }

  /** The position that is missing. */
  public long expected() {
    return expected;
  }

  /** The position that was found instead. */
  public long actual() {
    return actual;
  }
}
