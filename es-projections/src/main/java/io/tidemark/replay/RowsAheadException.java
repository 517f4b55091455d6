package io.tidemark.replay;

import io.tidemark.RetryableException;

/**
 * Serving rows are not at the one position at which they could be compared: new rows are ahead of
 * them, or they are in shards that are not equally far. Run the projection, or resume it.
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
