package io.tidemark.row;

import io.tidemark.PermanentException;

/**
 * The values of a row are too large for an index of its projection, which keeps at most about 2,700
 * bytes of each row, after compression. The batch with that row is not applied.
 */
public final class IndexEntryTooLargeException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final String index;

  /**
   * @param index in words
   * @param reason how large they are, as the database says it
   */
  public IndexEntryTooLargeException(
      String projection, String index, String reason, Throwable cause) {
    super(
        "Rows of projection %s do not fit its index %s: expected at most about 2,700 bytes of each, actual %s"
            .formatted(projection, index, reason),
        cause);
    this.projection = projection;
    this.index = index;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }

  /** The index as it was declared, in words; its name if it is not declared. */
  public String index() {
    return index;
  }
}
