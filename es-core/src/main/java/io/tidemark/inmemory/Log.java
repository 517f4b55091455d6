package io.tidemark.inmemory;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendConditionFailedException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventQuery;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The events in the order of their positions, and where those of each stream are. */
final class Log {
  private final Clock clock;
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Map<StreamId, List<RecordedEvent>> streams = new HashMap<>();
  private final AppendedIds ids = new AppendedIds();
  private Instant lastRecordedAt = Instant.MIN;

  Log(Clock clock) {
    this.clock = clock;
  }

  /** All of them or none. What is stored already stays as it is, whatever is expected now. */
  synchronized List<AppendResult> appendAll(List<AppendRequest> requests) {
    List<Optional<AppendResult>> earlier = requests.stream().map(ids::find).toList();
    Map<StreamId, Long> added = new HashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      if (earlier.get(i).isEmpty()) {
        AppendRequest request = requests.get(i);
        requireCondition(request);
        long version = version(request.stream()) + added.getOrDefault(request.stream(), 0L);
        requireVersion(request.stream(), request.expected(), version);
        added.merge(request.stream(), (long) request.events().size(), Long::sum);
      }
    }
    if (!added.isEmpty()) {
      lastRecordedAt = nextRecordedAt();
    }
    List<AppendResult> results = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      AppendRequest request = requests.get(i);
      results.add(earlier.get(i).orElseGet(() -> store(request)));
    }
    return results;
  }

  private void requireCondition(AppendRequest request) {
    AppendCondition condition = request.condition();
    condition
        .failIfEventsMatch()
        .flatMap(query -> firstMatch(query, condition.after()))
        .ifPresent(
            event -> {
              throw new AppendConditionFailedException(
                  request.stream(),
                  condition.failIfEventsMatch().orElseThrow(),
                  condition.after(),
                  event.position());
            });
    condition
        .streams()
        .forEach((stream, expected) -> requireVersion(stream, expected, version(stream)));
  }

  private Optional<RecordedEvent> firstMatch(EventQuery query, long after) {
    if (after > events.size()) {
      throw new IllegalArgumentException(
          "Invalid condition of an append: expected a position up to that of the last event, %d, actual %d"
              .formatted(events.size(), after));
    }
    return events.subList((int) after, events.size()).stream().filter(query::matches).findFirst();
  }

  private long version(StreamId stream) {
    return streams.getOrDefault(stream, List.of()).size();
  }

  private static void requireVersion(StreamId stream, ExpectedVersion expected, long actual) {
    if (!expected.isMetBy(actual)) {
      throw new WrongExpectedVersionException(stream, expected, actual);
    }
  }

  private AppendResult store(AppendRequest request) {
    List<RecordedEvent> stream = streams.computeIfAbsent(request.stream(), id -> new ArrayList<>());
    long firstVersion = stream.size() + 1L;
    long firstPosition = events.size() + 1L;
    for (EventData event : request.events()) {
      RecordedEvent recorded = record(request.stream(), stream.size() + 1L, event);
      stream.add(recorded);
      events.add(recorded);
      ids.add(recorded);
    }
    notifyAll();
    return new AppendResult(
        request.stream(), firstVersion, stream.size(), firstPosition, events.size(), false);
  }

  private RecordedEvent record(StreamId stream, long version, EventData event) {
    return new RecordedEvent(
        events.size() + 1L,
        stream,
        version,
        event.id(),
        event.type(),
        event.data(),
        event.metadata(),
        event.occurredAt(),
        lastRecordedAt,
        event.tags());
  }

  /** Time may stand still or go back; the log does not. */
  private Instant nextRecordedAt() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return now.isAfter(lastRecordedAt) ? now : lastRecordedAt.plus(1, ChronoUnit.MICROS);
  }

  synchronized List<RecordedEvent> stream(StreamId id, long afterVersion) {
    return copyAfter(streams.getOrDefault(id, List.of()), afterVersion, Long.MAX_VALUE);
  }

  synchronized List<RecordedEvent> after(long position, long most) {
    return copyAfter(events, position, most);
  }

  synchronized long head() {
    return events.size();
  }

  /** The wanted events after a position, at most {@code limit}, and what they cover. */
  synchronized EventBatch batch(long after, long limit, Predicate<RecordedEvent> wanted) {
    List<RecordedEvent> batch = new ArrayList<>();
    long characters = 0;
    LogPlace upTo = place(events.size());
    for (long position = Math.min(after, events.size()) + 1;
        position <= events.size();
        position++) {
      RecordedEvent event = events.get((int) position - 1);
      if (wanted.test(event)) {
        batch.add(event);
        characters += characters(event);
        if (batch.size() == limit || characters >= EventStore.BATCH_CHARACTERS) {
          upTo = LogPlace.of(event);
          break;
        }
      }
    }
    return new EventBatch(place(after), batch, upTo);
  }

  private LogPlace place(long position) {
    return position > 0 && position <= events.size()
        ? LogPlace.of(events.get((int) position - 1))
        : new LogPlace(position, Optional.empty());
  }

  private static long characters(RecordedEvent event) {
    long characters = event.data().length();
    for (Map.Entry<String, String> entry : event.metadata().asMap().entrySet()) {
      characters += entry.getKey().length() + entry.getValue().length();
    }
    return characters;
  }

  synchronized boolean awaitBeyond(long position, Duration timeout) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout); // or for ever
    while (events.size() <= position) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return events.size() > position;
  }

  private static List<RecordedEvent> copyAfter(List<RecordedEvent> events, long place, long most) {
    int from = (int) Math.min(place, events.size());
    int to = (int) Math.min(from + Math.min(most, events.size()), events.size());
    return new ArrayList<>(events.subList(from, to));
  }
}
