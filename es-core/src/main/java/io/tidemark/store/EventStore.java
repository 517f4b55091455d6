package io.tidemark.store;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * One log of events: positions are 1..N without a hole, their order is the order of commits and of
 * {@code recordedAt}, and every reader sees an exact prefix.
 *
 * <p>Thread-safe. Reads do not wait for appends.
 */
public interface EventStore extends AutoCloseable {
  /** A batch ends with the event that brings it to this many characters of data and metadata. */
  long BATCH_CHARACTERS = 8_000_000;

  /**
   * Stores the events of a request, all or none, and returns once they are durable.
   *
   * @throws io.tidemark.store.WrongExpectedVersionException if the stream does not meet the
   *     expected version, or a stream of the condition does not
   * @throws io.tidemark.store.AppendConditionFailedException if an event matches that must not
   * @throws io.tidemark.InvalidEventException if an event could not be read back
   * @throws io.tidemark.store.EventIdConflictException if an event id is stored with other content
   * @throws io.tidemark.store.AppendOutcomeUnknownException if the database did not answer in time
   * @throws io.tidemark.StoreUnavailableException if nothing was stored because the database could
   *     not
   */
  AppendResult append(AppendRequest request);

  /** {@link #append(AppendRequest)} of these parts. */
  default AppendResult append(StreamId stream, ExpectedVersion expected, List<EventData> events) {
    return append(new AppendRequest(stream, expected, events));
  }

  /**
   * Stores the events of several requests, all of them or none, as one append: they are neighbours
   * in the log, in the order of the requests. Of a stream that comes twice, the second request sees
   * what the first one adds. Conditions look at the log before all of them.
   *
   * @return where the events of each request are
   * @throws IllegalArgumentException as {@link AppendRequest#requireTogether}
   * @throws io.tidemark.TidemarkException what {@link #append(AppendRequest)} throws, of the first
   *     request that cannot be stored
   */
  List<AppendResult> appendAll(List<AppendRequest> requests);

  /**
   * Like {@link #append} but does not wait for the commit, so that one thread can keep many appends
   * in flight. Appends handed in one after the other by one thread are stored in that order. Blocks
   * while too many are in flight.
   *
   * @return completes with the result, or exceptionally with what {@link #append} throws, never
   *     wrapped
   * @throws io.tidemark.InvalidEventException at once, if an event could not be read back
   */
  CompletionStage<AppendResult> appendAsync(AppendRequest request);

  /**
   * The events of one stream; none if it does not exist. Read in pages as the stream is consumed,
   * so memory is bounded; close it if it may not be consumed to its end.
   *
   * @throws UnreadableEventException while consuming, at an event that cannot be read
   */
  Stream<RecordedEvent> readStream(StreamQuery query);

  /**
   * The events of the log in the order of their positions, up to the end that the log has when this
   * is called. Read in pages as the stream is consumed, so memory is bounded; close it if it may
   * not be consumed to its end.
   *
   * @throws io.tidemark.store.LogGapException while consuming an unfiltered query, if a position is
   *     missing
   * @throws UnreadableEventException while consuming, at an event that cannot be read
   * @throws io.tidemark.StoreUnavailableException while consuming, if another server answers that
   *     does not have the log up to that end, or the log was rewound meanwhile
   */
  Stream<RecordedEvent> readAll(LogQuery query);

  /** The position of the last event; 0 if there is none. */
  long head();

  /**
   * The position of the last event stored at an instant or before; 0 if there is none. Once the
   * instant has passed, the answer never changes: an append under way that could still change it is
   * waited for.
   *
   * @throws io.tidemark.StoreUnavailableException if an append is under way for too long
   */
  default long positionAsOf(Instant instant) {
    LogQuery query = LogQuery.all().until(AsOf.recordedAt(instant));
    try (Stream<RecordedEvent> events = readAll(query)) {
      return events.mapToLong(RecordedEvent::position).max().orElse(0);
    }
  }

  /**
   * Reads the log once, in one snapshot: the events that a query wants, and which part of the log
   * they cover. What follows the log remembers {@link EventBatch#upTo} of one batch and finds it
   * again in {@link EventBatch#after} of the next, unless the log was rewound in between.
   *
   * <p>Memory is bounded: a batch ends at the query's limit, or with the event that makes it more
   * than {@value #BATCH_CHARACTERS} characters of data and metadata; a store may end it earlier. It
   * has an event unless the log has none.
   *
   * @throws IllegalArgumentException if the query ends at a point or has a limit of 0
   * @throws io.tidemark.store.LogGapException if the query is not filtered and a position is
   *     missing
   * @throws UnreadableEventException if the first event of the batch cannot be read; one that comes
   *     later ends the batch before it
   */
  EventBatch readBatch(LogQuery query);

  /**
   * Waits until the log goes beyond a position. The answer is that of a look at the log, never of a
   * notification or of what was seen before; but it is over when it is given, so whoever reads on
   * goes by what its read sees.
   *
   * @return whether it does; false if the time is over first or the thread is interrupted
   */
  boolean awaitBeyond(long position, Duration timeout);

  /**
   * Waits until there is something to read for whoever has gone through the log up to a place:
   * until the log goes on, or was rewound. Made to be called again and again. What nobody tells the
   * store of is seen by a look that it takes from time to time, once for all who wait, so maybe
   * only by the next of these calls.
   *
   * @param place where the log ended, by a read; with its event
   * @return whether there is, or may be: only a read can tell. False if the time is over first or
   *     the thread is interrupted
   */
  default boolean awaitNews(LogPlace place, Duration timeout) {
    return awaitBeyond(place.position(), timeout) || !Thread.currentThread().isInterrupted();
  }

  /** The event at a position, if the log reaches it. */
  default Optional<RecordedEvent> event(long position) {
    if (position < 1) {
      return Optional.empty();
    }
    LogQuery query = LogQuery.all().after(position - 1).until(AsOf.position(position)).limit(1);
    try (Stream<RecordedEvent> events = readAll(query)) {
      return events.findFirst();
    }
  }

  /**
   * The events at some positions, in their order; without those that the log does not have. They
   * are all in memory, so ask for some hundreds at once at the most.
   */
  default List<RecordedEvent> events(Collection<Long> positions) {
    return new TreeSet<>(positions).stream().flatMap(position -> event(position).stream()).toList();
  }

  /**
   * Identifies this log for ever: checkpoints carry it, so that they are not used with another log.
   */
  UUID logId();

  /** Waits for appends under way, then releases connections and threads. */
  @Override
  void close();
}
