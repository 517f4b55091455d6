package io.tidemark.projection.postgres.set;

import java.time.Duration;

/**
 * Over how many positions a statement goes at a time: as many as take about half a second, so that
 * it is worth its start, and whoever waits for its end waits no longer. Thread-safe.
 */
public final class RangeSize {
  private static final long FIRST = 10_000;
  private static final double AIM_NANOS = Duration.ofMillis(500).toNanos();
  private static final double MAX_STEP = 4;

  private final long max;
  private long next;

  /** Of at most so many. */
  public RangeSize(long max) {
    this.max = max;
    this.next = Math.min(FIRST, max);
  }

  /** As many as are to be tried next. */
  public synchronized long next() {
    return next;
  }

  /** So many took that long. A short rest of the log says nothing, unless it was slow. */
  public synchronized void took(long positions, long nanos) {
    if (positions < next && nanos < AIM_NANOS) {
      return;
    }
    double step = Math.max(1 / MAX_STEP, Math.min(MAX_STEP, AIM_NANOS / Math.max(1, nanos)));
    next = Math.max(1, Math.min(max, Math.round(positions * step)));
  }

  /** The next one is to be no longer than this. */
  public synchronized void limit(long positions) {
    next = Math.max(1, Math.min(next, positions));
  }
}
