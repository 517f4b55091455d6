package io.tidemark.replay;

import io.tidemark.RetryableException;

/**
 * The thread that rebuilds a projection was interrupted, and the next call takes the rebuild up; or
 * the one that verifies it, or asks what if, and the next call begins anew.
 */
public final class RebuildInterruptedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  private RebuildInterruptedException(
      String work, String projection, long expected, long position) {
    super(
        "%s of %s was interrupted: expected position %d, actual %d"
            .formatted(work, projection, expected, position),
        null);
    this.projection = projection;
  }

  static RebuildInterruptedException ofRebuild(String projection, long expected, long position) {
    return new RebuildInterruptedException("Rebuild", projection, expected, position);
  }

  static RebuildInterruptedException ofScratch(String projection, long expected, long position) {
    return new RebuildInterruptedException(
        "Verification or what-if", projection, expected, position);
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
