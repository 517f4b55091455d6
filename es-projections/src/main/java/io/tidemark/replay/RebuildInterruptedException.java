package io.tidemark.replay;

import io.tidemark.RetryableException;

/** The thread that rebuilds a projection was interrupted; the next call takes the rebuild up. */
public final class RebuildInterruptedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  RebuildInterruptedException(String projection, long head, long position) {
    super(
        "Rebuild of %s was interrupted: expected position %d, actual %d"
            .formatted(projection, head, position),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
