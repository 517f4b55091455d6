package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Windowing.Clock;
import java.util.List;
import java.util.Objects;

/**
 * What all nodes go through together: the begin, an event, or the end.
 *
 * @param position of the event, from 1; 0 at the begin
 * @param watermark what has closed by event time, in microseconds
 * @param recorded what has closed by recorded time
 * @param told what sources tell
 */
record Step(long position, long watermark, long recorded, List<Told> told) {
  /** Before the first event. */
  static final Step BEGIN = new Step(0, Long.MIN_VALUE, Long.MIN_VALUE, List.of());

  /** How many rows an operator can be given at one step. */
  private static final int ROWS = 1 << 20;

  /** After the last one: everything closes, but not what is not waiting. */
  static final Step END =
      new Step(Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, List.of());

  boolean isBegin() {
    return position == 0;
  }

  /**
   * Where in the order of the log the row at this index of those given at this step is.
   *
   * @throws ArithmeticException if the position is beyond eight million million
   */
  long arrival(int index) {
    return Math.multiplyExact(position, ROWS) + Objects.checkIndex(index, ROWS);
  }

  long watermark(Clock clock) {
    return clock == Clock.EVENT_TIME ? watermark : recorded;
  }
}
