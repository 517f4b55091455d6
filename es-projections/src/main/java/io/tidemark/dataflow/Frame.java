package io.tidemark.dataflow;

/** Which rows before a row are added up with it. */
public sealed interface Frame {
  /** The same in the order of the log. */
  sealed interface OfLog {}

  /**
   * It and so many before it.
   *
   * @param preceding at least 0; {@link Integer#MAX_VALUE} for all
   */
  record Rows(int preceding) implements Frame, OfLog {
    /** Refuses less than 0. */
    public Rows {
      if (preceding < 0) {
        throw new IllegalArgumentException(
            "Invalid frame: expected at least 0 rows before each row, actual " + preceding);
      }
    }
  }

  /**
   * All whose time is from its own less so many microseconds, up to its own: also those of the same
   * time that come after it in the log.
   *
   * @param preceding at least 0; {@link Long#MAX_VALUE} for all
   * @param isFromIncluded whether a row exactly so much earlier is in: as SQL has it; at least 1 is
   *     preceding if not
   */
  record Range(long preceding, boolean isFromIncluded) implements Frame {
    /** Refuses a range without the row itself. */
    public Range {
      if (preceding < (isFromIncluded ? 0 : 1)) {
        throw new IllegalArgumentException(
            "Invalid frame: expected a range of time that holds the row itself, actual %d us"
                .formatted(preceding));
      }
    }
  }

  /**
   * Those before it in the log, whatever their time, from the first one on that no row up to here
   * has left behind: one is left behind, with all that come before it, when it is first and so much
   * earlier than a row.
   *
   * @param time the column with the time; rows without one are left out
   */
  record Queue(int time, Range range) implements OfLog {}
}
