package io.tidemark.projection;

import io.tidemark.PermanentException;

/**
 * Two rows of a projection would have the same values where they must be unique. The batch that
 * would make them so is not applied.
 */
public final class NotUniqueException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final String index;
  private final String values;

  /**
   * @param index in words
   * @param values that would be there twice, as the database says it
   */
  public NotUniqueException(String projection, String index, String values, Throwable cause) {
    super(
        "Rows of projection %s do not fit its index %s: expected each value once, actual %s"
            .formatted(projection, index, values),
        cause);
    this.projection = projection;
    this.index = index;
    this.values = values;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }

  /** The index as it was declared, in words; its name if it is not declared. */
  public String index() {
    return index;
  }

  /** The values that would be there twice, in the words and the language of the database. */
  public String values() {
    return values;
  }
}
