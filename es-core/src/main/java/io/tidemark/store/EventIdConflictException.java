package io.tidemark.store;

import io.tidemark.PermanentException;
import io.tidemark.StreamId;
import java.util.UUID;

/** An event id is stored already, with other content; nothing of this append was stored. */
public final class EventIdConflictException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final UUID eventId;
  private final long position;

  /** Of an append to this stream, with the id and the position at which it is stored. */
  public EventIdConflictException(StreamId stream, UUID eventId, long position) {
    super(
        "Event id conflict for %s: expected %s to be new or stored with the same content, actual other content at position %d"
            .formatted(stream, eventId, position),
        null);
    this.stream = stream;
    this.eventId = eventId;
    this.position = position;
  }

  /** The stream that was appended to. */
  public StreamId stream() {
    return stream;
  }

  /** The id that is taken. */
  public UUID eventId() {
    return eventId;
  }

  /** Where the event with that id is stored. */
  public long position() {
    return position;
  }
}
