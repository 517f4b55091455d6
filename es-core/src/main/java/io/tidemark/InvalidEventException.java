package io.tidemark;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event could not be read back if it were stored, so it was refused; nothing of its append was
 * stored.
 */
public final class InvalidEventException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final UUID eventId;
  private final String type;

  /** Of this event, with the reason as "expected ..., actual ...". */
  public InvalidEventException(
      UUID eventId, String type, String reason, @Nullable Throwable cause) {
    super("Invalid event %s of type %s: %s".formatted(eventId, type, reason), cause);
    this.eventId = eventId;
    this.type = type;
  }

  /** The event's id. */
  public UUID eventId() {
    return eventId;
  }

  /** The event's type. */
  public String type() {
    return type;
  }
}
