package io.tidemark.inmemory;

import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows every event id in the log, so that the same append is stored once. Guarded by the log. */
final class AppendedIds {
  private final Map<UUID, RecordedEvent> eventById = new HashMap<>();

  void add(RecordedEvent event) {
    eventById.put(event.id(), event);
  }

  /**
   * Where the events of a request were stored before, if they were.
   *
   * @throws EventIdConflictException if only some of them were, or something else was under their
   *     ids
   */
  Optional<AppendResult> find(AppendRequest request) {
    RecordedEvent first = null;
    for (EventData event : request.events()) {
      first = eventById.get(event.id());
      if (first != null) {
        break;
      }
    }
    return first == null ? Optional.empty() : Optional.of(alreadyAppended(request, first));
  }

  private AppendResult alreadyAppended(AppendRequest request, RecordedEvent first) {
    List<EventData> events = request.events();
    for (int i = 0; i < events.size(); i++) {
      RecordedEvent stored = eventById.get(events.get(i).id());
      if (stored == null
          || stored.position() != first.position() + i
          || !isSame(stored, request.stream(), events.get(i))) {
        RecordedEvent taken = stored == null ? first : stored;
        throw new EventIdConflictException(request.stream(), taken.id(), taken.position());
      }
    }
    int others = events.size() - 1;
    return new AppendResult(
        request.stream(),
        first.version(),
        first.version() + others,
        first.position(),
        first.position() + others,
        true);
  }

  private static boolean isSame(@Nullable RecordedEvent stored, StreamId stream, EventData event) {
    return stored != null
        && stored.stream().equals(stream)
        && stored.type().equals(event.type())
        && stored.data().equals(event.data())
        && stored.metadata().equals(event.metadata())
        && stored.occurredAt().equals(event.occurredAt())
        && stored.tags().equals(event.tags());
  }
}
