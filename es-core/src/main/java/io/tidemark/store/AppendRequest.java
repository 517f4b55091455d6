package io.tidemark.store;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import java.util.List;
import java.util.Objects;

/**
 * Events to be appended to one stream, all or none.
 *
 * @param stream where they go
 * @param expected the condition on the stream
 * @param events what to append, in this order, at least one
 */
public record AppendRequest(StreamId stream, ExpectedVersion expected, List<EventData> events) {
  /**
   * @throws IllegalArgumentException if there are no events
   */
  public AppendRequest {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(expected, "expected");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid append to %s: expected at least one event, actual none".formatted(stream));
    }
  }
}
