package io.tidemark.subscription;

import io.tidemark.PermanentException;
import io.tidemark.RecordedEvent;

/** A projection could not handle an event; the cause says why. */
public final class EventHandlingException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final long position;

  /** Of this event of this subscriber. */
  public EventHandlingException(String projection, RecordedEvent event, Throwable cause) {
    super(
        "Projection %s failed at position %d (%s version %d, %s): %s"
            .formatted(
                projection,
                event.position(),
                event.stream(),
                event.version(),
                event.type(),
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
        cause);
    this.projection = projection;
    this.position = event.position();
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }

  /** Position of the event. */
  public long position() {
    return position;
  }
}
