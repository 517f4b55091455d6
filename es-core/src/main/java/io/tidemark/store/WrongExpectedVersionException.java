package io.tidemark.store;

import io.tidemark.ExpectedVersion;
import io.tidemark.RetryableException;
import io.tidemark.StreamId;

/**
 * A stream was not at the version that an append expected; nothing was stored. Load it again and
 * decide again.
 */
public final class WrongExpectedVersionException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final transient ExpectedVersion expected;
  private final long actual;

  /** Of this stream, with the version expected and the one found. */
  public WrongExpectedVersionException(StreamId stream, ExpectedVersion expected, long actual) {
    super(
        "Wrong expected version for %s: expected %s, actual %d".formatted(stream, expected, actual),
        null);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }

  /** The stream. */
  public StreamId stream() {
    return stream;
  }

  /** The condition that was not met. */
  public ExpectedVersion expected() {
    return expected;
  }

  /** The version the stream had; 0 if it did not exist. */
  public long actual() {
    return actual;
  }
}
