package io.tidemark;

import org.jspecify.annotations.Nullable;

/**
 * A stored event could not be turned into an object: its type is not known or its data does not
 * fit.
 */
public final class EventDecodingException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final transient RecordedEvent event;

  /** Of this event, with the reason as "expected ..., actual ...". */
  public EventDecodingException(RecordedEvent event, String reason, @Nullable Throwable cause) {
    super(
        "Cannot decode event %s at position %d (%s version %d): %s"
            .formatted(event.type(), event.position(), event.stream(), event.version(), reason),
        cause);
    this.event = event;
  }

  /** The event as it is stored. */
  public RecordedEvent event() {
    return event;
  }
}
