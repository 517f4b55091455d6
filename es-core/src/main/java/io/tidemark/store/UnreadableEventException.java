package io.tidemark.store;

import io.tidemark.PermanentException;

/**
 * What is stored at a position cannot be read as an event. No append of ours stores such a row;
 * somebody wrote to the database by another way, or it is damaged.
 */
public final class UnreadableEventException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final long position;
  private final String type;

  /** With where it is, the event type it claims to have, and what does not fit. */
  public UnreadableEventException(long position, String type, Throwable cause) {
    super(
        "Cannot read the event at position %d, type %s: %s"
            .formatted(position, type, cause.getMessage()),
        cause);
    this.position = position;
    this.type = type;
  }

  /** The position of the row. */
  public long position() {
    return position;
  }

  /** The event type in the row. */
  public String type() {
    return type;
  }
}
