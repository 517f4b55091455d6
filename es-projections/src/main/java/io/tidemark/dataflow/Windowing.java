package io.tidemark.dataflow;

/**
 * How the rows of a group are cut into windows. Times are Instants, sizes microseconds. Rows
 * without a time are in no window.
 */
public sealed interface Windowing {
  /** The clock by which windows close. */
  default Clock clock() {
    return Clock.EVENT_TIME;
  }

  /** By which time windows close. */
  enum Clock {
    /** When events happened: the watermark stays a delay behind the latest. */
    EVENT_TIME,
    /** When they were recorded: the watermark is where the log is. */
    RECORDED_TIME
  }

  /**
   * Windows of one size that begin at even distances from the epoch; each holds its begin and not
   * its end. Two columns more: begin and end.
   *
   * @param time the column with the time
   * @param size in microseconds, a multiple of nothing but 1
   * @param advance from one begin to the next, at most the size; tumbling if it is the size
   * @param offset how much later than the epoch one begins, from 0 to less than the advance
   */
  record Hopping(int time, long size, long advance, long offset, Clock clock)
      implements Windowing {}

  /**
   * Rows that follow each other at distances of at most the gap. Two columns more: the time of the
   * first, and that of the last plus the gap. Two that are exactly a gap apart are in one.
   */
  record Session(int time, long gap, Clock clock) implements Windowing {}

  /**
   * So many rows each, in the order of the log. One column more: the number of the batch in its
   * group, from 0, a Long. A batch is a row once it is full, whatever the emission.
   */
  record Batch(int size) implements Windowing {}
}
