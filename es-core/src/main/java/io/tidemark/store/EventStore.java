package io.tidemark.store;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /**
   * Stores the events of a request, all or none, and returns once they are durable.
   *
   * @throws io.tidemark.store.WrongExpectedVersionException if the stream does not meet the
   *     expected version
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
   */
  Stream<RecordedEvent> readStream(StreamQuery query);

  /**
   * The events of the log in the order of their positions, up to the end that the log has when this
   * is called. Read in pages as the stream is consumed, so memory is bounded; close it if it may
   * not be consumed to its end.
   *
   * @throws io.tidemark.store.LogGapException while consuming an unfiltered query, if a position is
   *     missing
   */
  Stream<RecordedEvent> readAll(LogQuery query);

  /** The position of the last event; 0 if there is none. */
  long head();

  /**
   * Waits until the log goes beyond a position, and returns the head as it then is.
   *
   * @return the head; at most {@code position} if the time is over first or the thread is
   *     interrupted
   */
  long awaitBeyond(long position, Duration timeout);

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
   * Identifies this log for ever: checkpoints carry it, so that they are not used with another log.
   */
  UUID logId();

  /** Waits for appends under way, then releases connections and threads. */
  @Override
  void close();
}
