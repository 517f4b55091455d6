package io.tidemark.store;

import io.tidemark.RecordedEvent;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the log and what stands there. A position alone says nothing about a log that was
 * restored or failed over; together with the event's id it says that everything up to here is the
 * same.
 *
 * @param position a position, or 0 for the place before the first event
 * @param eventId id of the event there; empty at 0, and where the log has no event
 */
public record LogPlace(long position, Optional<UUID> eventId) {
  private static final LogPlace START = new LogPlace(0, Optional.empty());

  /**
   * @throws IllegalArgumentException if the position is negative, or is 0 and has an event
   */
  public LogPlace {
    Objects.requireNonNull(eventId, "eventId");
    if (position < 0 || (position == 0 && eventId.isPresent())) {
      throw new IllegalArgumentException(
          "Invalid place in the log: expected no event at 0, else a position from 1, actual %s at %d"
              .formatted(eventId.map(UUID::toString).orElse("no event"), position));
    }
  }

  /** Before the first event. */
  public static LogPlace start() {
    return START;
  }

  /** Where this event stands. */
  public static LogPlace of(RecordedEvent event) {
    return new LogPlace(event.position(), Optional.of(event.id()));
  }

  /** The position and what stands there, in words. */
  @Override
  public String toString() {
    return "%s at position %d"
        .formatted(eventId.map(id -> "event " + id).orElse("no event"), position);
  }
}
