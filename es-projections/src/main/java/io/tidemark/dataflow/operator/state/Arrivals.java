package io.tidemark.dataflow.operator.state;

import java.util.Objects;

/**
 * Numbers rows in the order of the log: of one event one after the other, and on from there at
 * other events with its position, which there are where a log is asked what if. Not thread-safe.
 */
public final class Arrivals {
  /** How many rows an operator can be given at one position. */
  private static final int ROWS = 1 << 20;

  private long last = Long.MIN_VALUE;
  private int rows;

  /**
   * The number of the next row.
   *
   * @param position of its event; none is less than that of the row before
   * @throws ArithmeticException if the position is beyond eight million million
   */
  public long next(long position) {
    if (position != last) {
      last = position;
      rows = 0;
    }
    return Math.multiplyExact(position, ROWS) + Objects.checkIndex(rows++, ROWS);
  }
}
