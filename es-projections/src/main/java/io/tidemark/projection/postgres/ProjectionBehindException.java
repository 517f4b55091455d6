package io.tidemark.projection.postgres;

import io.tidemark.PermanentException;

/**
 * An inline projection is too far behind the log to catch up within an append: run it to the head
 * first.
 */
public final class ProjectionBehindException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  ProjectionBehindException(String projection, long expected, long actual) {
    super(
        "Inline projection %s must catch up first: expected checkpoint of at least %d, actual %d"
            .formatted(projection, expected, actual),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
