package io.tidemark.replay;

import io.tidemark.RetryableException;

/** Another process, or another thread of this one, is rebuilding the projection right now. */
public final class RebuildInProgressException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  RebuildInProgressException(String projection) {
    super(
        "Rebuild of %s is under way: expected nobody at it, actual another connection"
            .formatted(projection),
        null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
