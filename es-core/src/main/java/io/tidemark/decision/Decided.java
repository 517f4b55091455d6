package io.tidemark.decision;

import io.tidemark.StreamId;
import java.util.Objects;

/**
 * An event that was decided, and whose history it belongs to.
 *
 * @param stream the stream it is to be appended to
 * @param event the event
 * @param <E> the family of events
 */
public record Decided<E>(StreamId stream, E event) {
  /** Nulls are refused. */
  public Decided {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(event, "event");
  }

  /** An event of this stream. */
  public static <E> Decided<E> on(StreamId stream, E event) {
    return new Decided<>(stream, event);
  }
}
