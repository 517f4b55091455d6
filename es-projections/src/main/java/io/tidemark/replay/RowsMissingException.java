package io.tidemark.replay;

import io.tidemark.PermanentException;

/** There are no new rows to compare or switch to, or no previous ones to roll back to. */
public final class RowsMissingException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  RowsMissingException(String projection, String expected) {
    super("Rows of %s are missing: expected %s, actual none".formatted(projection, expected), null);
    this.projection = projection;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }
}
