package io.tidemark.store;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Events to be appended to one stream, all or none.
 *
 * @param stream where they go
 * @param expected the condition on the stream
 * @param events what to append, in this order, at least one
 * @param condition what else must be so in the log
 */
public record AppendRequest(
    StreamId stream, ExpectedVersion expected, List<EventData> events, AppendCondition condition) {
  /**
   * @throws IllegalArgumentException if there are no events, or two with the same id, or the
   *     condition names the stream itself
   */
  public AppendRequest {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(condition, "condition");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid append to %s: expected at least one event, actual none".formatted(stream));
    }
    requireDifferentIds(stream, events);
    requireNotWritten(condition, Set.of(stream));
  }

  /** Without a condition beyond the version of the stream. */
  public AppendRequest(StreamId stream, ExpectedVersion expected, List<EventData> events) {
    this(stream, expected, events, AppendCondition.none());
  }

  /** The same with this condition in place of its own. */
  public AppendRequest onlyIf(AppendCondition other) {
    return new AppendRequest(stream, expected, events, other);
  }

  /**
   * Refuses requests that cannot be stored together. For stores.
   *
   * @throws IllegalArgumentException if there are none, or two events have the same id, or a
   *     condition names a stream that one of them writes to
   */
  public static List<AppendRequest> requireTogether(List<AppendRequest> requests) {
    List<AppendRequest> copy = List.copyOf(requests);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid append: expected at least one request, actual none");
    }
    if (copy.size() > 1) {
      StreamId first = copy.get(0).stream();
      requireDifferentIds(
          first, copy.stream().flatMap(request -> request.events().stream()).toList());
      Set<StreamId> written =
          copy.stream().map(AppendRequest::stream).collect(Collectors.toUnmodifiableSet());
      copy.forEach(request -> requireNotWritten(request.condition(), written));
    }
    return copy;
  }

  private static void requireNotWritten(AppendCondition condition, Set<StreamId> written) {
    for (StreamId stream : condition.streams().keySet()) {
      if (written.contains(stream)) {
        throw new IllegalArgumentException(
            "Invalid condition of an append: expected streams that it does not write to, actual %s; say what is expected of it in its own request"
                .formatted(stream));
      }
    }
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
