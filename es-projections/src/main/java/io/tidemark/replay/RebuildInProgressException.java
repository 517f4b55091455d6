package io.tidemark.replay;

import io.tidemark.RetryableException;

/**
 * Another process, or another thread of this one, has the same rows in hand: it is rebuilding,
 * comparing or switching, or, for a verification or what-if, using the scratch rows.
 */
public final class RebuildInProgressException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  private RebuildInProgressException(String work, String projection) {
    super(
        "%s of %s is under way: expected nobody at it, actual another connection"
            .formatted(work, projection),
        null);
    this.projection = projection;
  }

  static RebuildInProgressException ofRebuild(String projection) {
    return new RebuildInProgressException("Rebuild", projection);
  }

  static RebuildInProgressException ofScratch(String projection) {
    return new RebuildInProgressException("Verification or what-if", projection);
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
