package io.tidemark.replay;

import io.tidemark.RetryableException;

/**
 * New rows are ahead of the serving ones, so the two cannot be compared yet: run the projection.
 */
public final class RowsAheadException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  RowsAheadException(String projection, long expected, long actual) {
    super(
        "Rows of %s cannot be compared yet: expected the serving ones at position %d, actual %d"
            .formatted(projection, expected, actual),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
