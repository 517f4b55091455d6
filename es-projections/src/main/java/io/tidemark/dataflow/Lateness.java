package io.tidemark.dataflow;

/**
 * What becomes of rows that come when their windows have closed. Unless it is {@link #CORRECTED},
 * which rows are where hangs on the order in which they came, and on all others, whose times moved
 * the watermark; but it is a function of the prefix of the log all the same.
 *
 * @param grace in microseconds, how long after a window has closed rows are still added to it; 0
 *     unless they are then {@linkplain Kind#LEFT_OUT left out}, or it is {@linkplain Kind#FINAL
 *     final}
 */
public record Lateness(Kind kind, long grace) {
  /** They are added to their windows, whose rows change. */
  public static final Lateness CORRECTED = new Lateness(Kind.CORRECTED, 0);

  /** They are added to the first window that has not closed. */
  public static final Lateness JOINING = new Lateness(Kind.JOINING, 0);

  /** Which. */
  public enum Kind {
    /** They are added, however late they are. */
    CORRECTED,
    /**
     * They are not added to windows that have closed. A session that has closed is extended by one
     * that is near enough to it, if together they are a session that has not.
     */
    LEFT_OUT,
    /** The same, and sessions that have closed are never extended. */
    FINAL,
    /** One whose windows have all closed is added to the first that has not. */
    JOINING
  }

  /** As {@link Kind#LEFT_OUT} says. */
  public static Lateness leftOut(long grace) {
    return new Lateness(Kind.LEFT_OUT, grace);
  }

  /** As {@link Kind#FINAL} says. */
  public static Lateness finalAfter(long grace) {
    return new Lateness(Kind.FINAL, grace);
  }

  /** Whether nothing is added any more to a window that ends then, in microseconds. */
  public boolean isOver(long end, long watermark) {
    return kind != Kind.CORRECTED && end <= watermark && watermark - end >= grace;
  }
}
