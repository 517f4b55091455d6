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

  /** What becomes of rows that come when their windows have closed. */
  default Lateness late() {
    return Lateness.CORRECTED;
  }

  /** By which time windows close. */
  enum Clock {
    /** When events happened: the watermark stays a delay behind the latest. */
    EVENT_TIME,
    /** When they were recorded: the watermark is where the log is. */
    RECORDED_TIME
  }

  /** From where on the begins of windows are counted. */
  enum Anchor {
    /** From 1970-01-01T00:00Z, towards both sides. */
    EPOCH,
    /** From then on: none begins earlier, so rows from before are in none. */
    SINCE_EPOCH,
    /**
     * From the time of the group's first row in the log, towards both sides. This hangs on the
     * order of the log, not on times alone.
     */
    FIRST_OF_GROUP,
    /** As {@link #FIRST_OF_GROUP}, but of the first row of all groups. */
    FIRST_OF_ALL;

    /** Whether it is a row. */
    public boolean isRow() {
      return this == FIRST_OF_GROUP || this == FIRST_OF_ALL;
    }
  }

  /**
   * Windows of one size that begin at even distances; each holds its begin and not its end. Two
   * columns more: begin and end.
   *
   * @param time the column with the time
   * @param size in microseconds, a multiple of nothing but 1
   * @param advance from one begin to the next, at most the size; tumbling if it is the size
   * @param offset how much later than the anchor one begins, from 0 to less than the advance
   */
  record Hopping(
      int time, long size, long advance, long offset, Clock clock, Anchor anchor, Lateness late)
      implements Windowing {
    /** Counted from the epoch, and corrected. */
    public Hopping(int time, long size, long advance, long offset, Clock clock) {
      this(time, size, advance, offset, clock, Anchor.EPOCH, Lateness.CORRECTED);
    }

    /** Whether windows are counted from the epoch, and corrected. */
    public boolean isPlain() {
      return anchor == Anchor.EPOCH && late.equals(Lateness.CORRECTED);
    }
  }

  /**
   * Windows of one length whose bounds follow from the rows: for each row one that ends with it,
   * and one that begins right after it if there are rows in it. Both bounds are in a window. Two
   * columns more: the bounds. A window closes when the watermark has passed its upper bound.
   *
   * @param length from bound to bound; at least 0
   * @param step how much later than a row one begins right after it: the least distance of times
   * @param isSinceEpoch whether none begins before the epoch: then a row less than the length after
   *     it is in one that begins there, and one from before it is in none
   */
  record Aligned(int time, long length, long step, Clock clock, boolean isSinceEpoch, Lateness late)
      implements Windowing {}

  /**
   * Rows that follow each other at distances of at most the gap. Two columns more: the time of the
   * first, and that of the last plus the gap. Two that are exactly a gap apart are in one.
   */
  record Session(int time, long gap, Clock clock, Lateness late) implements Windowing {
    /** Corrected. */
    public Session(int time, long gap, Clock clock) {
      this(time, gap, clock, Lateness.CORRECTED);
    }
  }

  /**
   * So many rows each, in the order of the log. One column more: the number of the batch in its
   * scope, from 0, a Long. A batch is a row once it is full, whatever the emission.
   *
   * @param isShownFilling whether it is a row from its first row on
   * @param scope whose rows are counted; if those of all groups, a batch is a row for each group
   *     that has rows in it
   */
  record Batch(int size, boolean isShownFilling, Plan.Scope scope) implements Windowing {
    /** Of the rows of each group, and there when full. */
    public Batch(int size) {
      this(size, false, Plan.Scope.GROUP);
    }
  }
}
