package io.tidemark.replay.compare;

import io.tidemark.RetryableException;

/**
 * Serving rows are not at the one position at which they could be compared, or switched from if
 * they are reacted to: new rows are ahead of them, or they are in shards that are not equally far.
 * Run the projection, or resume it.
 */
public final class RowsAheadException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  /** Expected and actual are positions: of the rows to compare with, and of the serving ones. */
  public RowsAheadException(String projection, long expected, long actual) {
    super(
        "Rows of %s cannot be compared or switched from yet: expected the serving ones at position %d, actual %d"
            .formatted(projection, expected, actual),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
