package io.tidemark.benchmarks.measure;

import java.util.Arrays;

/** How long each of many things took. */
public final class Delays {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  private Delays(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Of what began and ended at these times; what ended before it began counts as no delay.
   *
   * @param from in ns, at least one
   * @param to in ns, as many
   */
  public static Delays between(long[] from, long[] to) {
    if (from.length == 0 || from.length != to.length) {
      throw new IllegalArgumentException(
          "Invalid times: expected as many ends as beginnings, actual %d and %d"
              .formatted(to.length, from.length));
    }
    long[] nanos = new long[from.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Math.max(0, to[i] - from[i]);
    }
    Arrays.sort(nanos);
    return new Delays(nanos);
  }

  /**
   * The least delay in ms that so many of them do not exceed.
   *
   * @param share of them, above 0 and up to 1
   */
  public double millis(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(1, rank) - 1] / NANOS_PER_MILLI;
  }
}
