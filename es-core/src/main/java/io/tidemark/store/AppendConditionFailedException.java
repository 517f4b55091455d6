package io.tidemark.store;

import io.tidemark.RetryableException;
import io.tidemark.StreamId;

/**
 * An event stands in the log that an append said must not be there; nothing was stored. Read what
 * came behind the position and decide again.
 */
public final class AppendConditionFailedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final transient EventQuery query;
  private final long after;
  private final long position;

  /** Of an append to this stream, with its condition and where the first event stands. */
  public AppendConditionFailedException(
      StreamId stream, EventQuery query, long after, long position) {
    super(
        "Condition not met for an append to %s: expected no event %s after position %d, actual one at position %d"
            .formatted(stream, query, after, position),
        null);
    this.stream = stream;
    this.query = query;
    this.after = after;
    this.position = position;
  }

  /** The stream that was appended to. */
  public StreamId stream() {
    return stream;
  }

  /** What no event should have matched. */
  public EventQuery query() {
    return query;
  }

  /** Behind which position none should have. */
  public long after() {
    return after;
  }

  /** Where the first event stands that did. */
  public long position() {
    return position;
  }
}
