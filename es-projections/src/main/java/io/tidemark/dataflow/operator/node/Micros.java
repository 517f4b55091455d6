package io.tidemark.dataflow.operator.node;

import io.tidemark.dataflow.Tuple;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as microseconds since the epoch: what is finer is cut off, towards the past. */
public final class Micros {
  private static final long SECOND = 1_000_000;

  private Micros() {}

  /**
   * Of a time.
   *
   * @throws ArithmeticException if it is more than 292,000 years away
   */
  public static long of(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND), time.getNano() / 1_000);
  }

  public static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), SECOND), duration.getNano() / 1_000);
  }

  /** Of the time in a column; null if there is none. */
  public static @Nullable Long in(Tuple row, int column) {
    Object time = row.get(column);
    return time == null ? null : of((Instant) time);
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
  }

  /** A sum, or the end of time on the side on which it does not fit. */
  public static long plus(long one, long other) {
    long sum = one + other;
    boolean isOverflow = ((one ^ sum) & (other ^ sum)) < 0;
    return isOverflow ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** A difference, or the end of time on the side on which it does not fit. */
  public static long minus(long one, long other) {
    return other == Long.MIN_VALUE ? plus(plus(one, Long.MAX_VALUE), 1) : plus(one, -other);
  }
}
