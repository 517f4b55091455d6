package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list, in the order of the log.
 *
 * @param stream of this stream only; null for all
 * @param from from this position on, itself included
 * @param limit at most so many
 */
public record EventSelection(@Nullable StreamId stream, long from, long limit) {

  /** All events. */
  public static EventSelection all() {
    return new EventSelection(null, 0, Long.MAX_VALUE);
  }

  /** A copy with those of one stream only. */
  public EventSelection ofStream(StreamId only) {
    return new EventSelection(only, from, limit);
  }

  /** A copy that begins at this position. */
  public EventSelection from(long position) {
    return new EventSelection(stream, position, limit);
  }

  /** A copy with at most so many events. */
  public EventSelection limit(long most) {
    return new EventSelection(stream, from, most);
  }

  Stream<RecordedEvent> readFrom(EventStore store) {
    if (stream == null) {
      return store.readAll(LogQuery.all().after(Math.max(0, from - 1)).limit(limit));
    }
    return store
        .readStream(StreamQuery.of(stream))
        .filter(event -> event.position() >= from)
        .limit(limit);
  }
}
