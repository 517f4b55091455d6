package io.tidemark.admin;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import io.tidemark.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a part of the log. Which events are selected is decided here once, whatever the way. */
record SelectedEvents(EventStore store, EventSelection selection) {
  private static final long FIRST_STEP = 1_000;

  /** In the order of the log, up to the head that it has now. */
  Stream<RecordedEvent> read() {
    return between(after(), store.head());
  }

  /** What was selected up to now, and then what comes. */
  EventFeed follow() {
    return new EventFeed(
        Subscription.of(store, selection.filter().query().after(after())), selection);
  }

  /** The position before the first that can be selected. */
  private long after() {
    long before = Math.max(0, selection.from() - 1);
    Instant since = selection.since();
    return since == null
        ? before
        : Math.max(before, store.positionAsOf(since.minus(1, ChronoUnit.MICROS)));
  }

  private Stream<RecordedEvent> between(long after, long end) {
    StreamId stream = selection.filter().stream();
    AsOf until = AsOf.position(end);
    Stream<RecordedEvent> events =
        stream == null
            ? store.readAll(selection.filter().query().after(after).until(until))
            : store
                .readStream(StreamQuery.of(stream).until(until))
                .filter(event -> event.position() > after);
    return events.filter(selection::includes);
  }

  /**
   * The position of the first of the last so many selected events; if there are fewer, one before
   * all of them.
   */
  long startOfLast(long count) {
    long head = store.head();
    if (count == 0) {
      return head + 1;
    }
    return selection.filter().stream() == null ? inLog(count, head) : inStream(count, head);
  }

  private long inStream(long count, long head) {
    StreamQuery backward =
        StreamQuery.of(Objects.requireNonNull(selection.filter().stream()))
            .until(AsOf.position(head))
            .backward();
    try (Stream<RecordedEvent> events = store.readStream(backward)) {
      return events
          .filter(selection::includes)
          .limit(count)
          .mapToLong(RecordedEvent::position)
          .reduce(selection.from(), (newer, older) -> older);
    }
  }

  /** The log is read forward only, so it is looked at in steps from its end, each twice as far. */
  private long inLog(long count, long head) {
    long after = after();
    long begin = head;
    long found = 0;
    for (long step = Math.max(FIRST_STEP, count); begin > after && found < count; step *= 2) {
      long end = begin;
      begin = Math.max(after, end - step);
      try (Stream<RecordedEvent> events = between(begin, end)) {
        found += events.count();
      }
    }
    if (found <= count) {
      return begin + 1;
    }
    try (Stream<RecordedEvent> events = between(begin, head)) {
      Optional<RecordedEvent> first = events.skip(found - count).findFirst();
      return first.map(RecordedEvent::position).orElse(begin + 1);
    }
  }
}
