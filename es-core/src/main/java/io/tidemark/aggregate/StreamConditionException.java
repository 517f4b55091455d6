package io.tidemark.aggregate;

import io.tidemark.ExpectedVersion;
import io.tidemark.PermanentException;
import io.tidemark.StreamId;

/**
 * A command demanded something of its stream that is not so, for one that it exists; nothing was
 * stored. The command was not decided, and will not be by being sent again.
 */
public final class StreamConditionException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final transient ExpectedVersion expected;
  private final long actual;

  /** Of this stream, with what was demanded and the version found. */
  public StreamConditionException(StreamId stream, ExpectedVersion expected, long actual) {
    super(
        "Condition not met for a command on %s: expected %s, actual %s"
            .formatted(stream, expected, actual == 0 ? "no stream" : "version " + actual),
        null);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }

  /** The stream. */
  public StreamId stream() {
    return stream;
  }

  /** What was demanded. */
  public ExpectedVersion expected() {
    return expected;
  }

  /** The version the stream had; 0 if it did not exist. */
  public long actual() {
    return actual;
  }
}
