package io.tidemark.history;

import io.tidemark.RetryableException;

/**
 * History that could answer a moment ago no longer can: it was pruned, or the rows were exchanged.
 * Asked anew as of the same point, the answer comes from the log.
 */
public final class HistoryLostException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final long position;

  HistoryLostException(String projection, long position, String obstacle) {
    super(
        "History of %s no longer answers as of position %d: expected rows of then, actual: %s"
            .formatted(projection, position, obstacle),
        null);
    this.position = position;
  }

  /** The position asked for. */
  public long position() {
    return position;
  }
}
