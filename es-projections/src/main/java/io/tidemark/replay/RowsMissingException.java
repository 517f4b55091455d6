package io.tidemark.replay;

import io.tidemark.PermanentException;

/**
 * There are no new rows to compare or switch to, or no previous ones to roll back to; or the
 * previous ones are in shards that were not equally far at the switch, so that nobody can go on
 * with them.
 */
public final class RowsMissingException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private static final String NONE = "none";

  private final String projection;
  private final boolean none;

  RowsMissingException(String projection, String expected) {
    this(projection, expected, NONE);
  }

  RowsMissingException(String projection, String expected, String actual) {
    super(
        "Rows of %s are missing: expected %s, actual %s".formatted(projection, expected, actual),
        null);
    this.projection = projection;
    this.none = actual.equals(NONE);
  }

  /** Whether there are none at all; else there are some, with which nobody can go on. */
  public boolean areNone() {
    return none;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
