package io.tidemark.store;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Events to be appended to one stream, all or none.
 *
 * @param stream where they go
 * @param expected the condition on the stream
 * @param events what to append, in this order, at least one
 */
public record AppendRequest(StreamId stream, ExpectedVersion expected, List<EventData> events) {
  /**
   * @throws IllegalArgumentException if there are no events, or two with the same id
   */
  public AppendRequest {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(expected, "expected");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid append to %s: expected at least one event, actual none".formatted(stream));
    }
    requireDifferentIds(stream, events);
  }

  private static void requireDifferentIds(StreamId stream, List<EventData> events) {
    if (events.size() == 1) {
      return;
    }
    Set<UUID> ids = new HashSet<>();
    for (EventData event : events) {
      if (!ids.add(event.id())) {
        throw new IllegalArgumentException(
            "Invalid append to %s: expected every event id once, actual %s twice"
                .formatted(stream, event.id()));
      }
    }
  }
}
