package io.tidemark.store;

import io.tidemark.PermanentException;

/**
 * A stored event is not one: something else than a store has put it there, before the database
 * refused such rows.
 */
public final class UnreadableEventException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final long position;
  private final String type;

  /** Of the event of this type at this position, with what is wrong as the cause. */
  public UnreadableEventException(long position, String type, IllegalArgumentException cause) {
    super(
        "Cannot read event '%s' at position %d: %s".formatted(type, position, cause.getMessage()),
        cause);
    this.position = position;
    this.type = type;
  }

  /** Its place in the log. */
  public long position() {
    return position;
  }

  /** Its type as it is stored, which may be what is wrong. */
  public String type() {
    return type;
  }
}
