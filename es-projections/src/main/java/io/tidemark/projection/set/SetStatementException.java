package io.tidemark.projection.set;

import io.tidemark.PermanentException;

/**
 * The database refused the statement of a set-based projection over a range of the log, or cut it
 * off. The range is the smallest that was tried: one position, unless the statement fails over any.
 */
public final class SetStatementException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final long first;
  private final long last;
  private final String sqlState;

  /**
   * Over the positions from the first through the last.
   *
   * @param reason what the database said
   */
  public SetStatementException(
      String projection, long first, long last, String sqlState, String reason, Throwable cause) {
    super(
        "Statement of projection %s failed over positions %d to %d with %s: %s"
            .formatted(projection, first, last, sqlState, reason),
        cause);
    this.projection = projection;
    this.first = first;
    this.last = last;
    this.sqlState = sqlState;
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }

  /** The first position of the range. */
  public long first() {
    return first;
  }

  /** The last position of the range. */
  public long last() {
    return last;
  }

  /** The five characters by which SQL names the error. */
  public String sqlState() {
    return sqlState;
  }
}
