package io.tidemark.dataflow.time;

import io.tidemark.dataflow.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations in microseconds, as the log keeps them. A definition may have durations of up
 * to {@link #LONGEST}: so no sum of a few of them overflows. Thread-safe.
 */
public final class Micros {
  /** How long the durations of a definition are at the most. */
  public static final Duration LONGEST = Duration.ofDays(100_000);

  private static final long OF_SECOND = 1_000_000;

  private Micros() {}

  /**
   * A duration of a definition that is at least a microsecond.
   *
   * @param name what it is, for the message
   * @throws IllegalArgumentException if it is shorter, longer than {@link #LONGEST}, or no whole
   *     number of microseconds
   */
  public static long positive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least a microsecond, actual %s".formatted(name, duration));
    }
    return whole(name, duration);
  }

  /**
   * A duration of a definition that is none or some.
   *
   * @param name what it is, for the message
   * @return the same
   * @throws IllegalArgumentException if it is negative, longer than {@link #LONGEST}, or no whole
   *     number of microseconds
   */
  public static Duration notNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least 0, actual %s".formatted(name, duration));
    }
    whole(name, duration);
    return duration;
  }

  /**
   * A duration of a definition, towards the future or the past.
   *
   * @param name what it is, for the message
   * @throws IllegalArgumentException if it is longer than {@link #LONGEST} or no whole number of
   *     microseconds
   */
  public static long whole(String name, Duration duration) {
    bounded(name, duration);
    if (duration.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "Invalid %s: expected a whole number of microseconds, actual %s"
              .formatted(name, duration));
    }
    return of(duration);
  }

  /**
   * A duration of a definition, of which what is finer than microseconds does not matter.
   *
   * @param name what it is, for the message
   * @return the same
   * @throws IllegalArgumentException if it is longer than {@link #LONGEST}, to either side
   */
  public static Duration bounded(String name, Duration duration) {
    if (!isBounded(duration)) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at most %d days, actual %s"
              .formatted(name, LONGEST.toDays(), duration));
    }
    return duration;
  }

  private static boolean isBounded(Duration duration) {
    return duration.compareTo(LONGEST) <= 0 && duration.compareTo(LONGEST.negated()) >= 0;
  }

  /** Whether so many microseconds are at most {@link #LONGEST}, to either side. */
  public static boolean isBounded(long micros) {
    return isBounded(duration(micros));
  }

  /**
   * A time since the epoch; what is finer is cut off, towards the past.
   *
   * @throws ArithmeticException if it is more than 292,000 years away
   */
  public static long of(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), OF_SECOND), time.getNano() / 1_000);
  }

  /**
   * A duration; what is finer is cut off, towards the negative.
   *
   * @throws ArithmeticException if it is longer than 292,000 years
   */
  public static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), OF_SECOND), duration.getNano() / 1_000);
  }

  /** The time in a column, as {@link #of(Instant)}; null if there is none. */
  public static @Nullable Long in(Tuple row, int column) {
    Object time = row.get(column);
    return time == null ? null : of((Instant) time);
  }

  /** A time since the epoch as one of Java. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, OF_SECOND), Math.floorMod(micros, OF_SECOND) * 1_000);
  }

  /** A duration as one of Java. */
  public static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
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
