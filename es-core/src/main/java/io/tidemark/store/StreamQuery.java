package io.tidemark.store;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import java.util.Objects;

/**
 * Which events of one stream to read. Immutable; each method gives a changed copy.
 *
 * @param stream the stream
 * @param afterVersion events with a greater version only; 0 for all
 * @param until events that this point includes only
 * @param direction which way
 * @param limit at most this many events
 */
public record StreamQuery(
    StreamId stream, long afterVersion, AsOf until, Direction direction, long limit) {
  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public StreamQuery {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(direction, "direction");
    if (afterVersion < 0 || limit < 0) {
      throw new IllegalArgumentException(
          "Invalid query of %s: expected version and limit of at least 0, actual %d and %d"
              .formatted(stream, afterVersion, limit));
    }
  }

  /** The whole stream, oldest event first. */
  public static StreamQuery of(StreamId stream) {
    return new StreamQuery(stream, 0, AsOf.latest(), Direction.FORWARD, Long.MAX_VALUE);
  }

  /** Only events after this version. */
  public StreamQuery after(long version) {
    return new StreamQuery(stream, version, until, direction, limit);
  }

  /** Only events that this point includes. */
  public StreamQuery until(AsOf point) {
    return new StreamQuery(stream, afterVersion, point, direction, limit);
  }

  /** Newest event first; the limit then keeps the newest. */
  public StreamQuery backward() {
    return new StreamQuery(stream, afterVersion, until, Direction.BACKWARD, limit);
  }

  /** At most this many events. */
  public StreamQuery limit(long events) {
    return new StreamQuery(stream, afterVersion, until, direction, events);
  }
}
