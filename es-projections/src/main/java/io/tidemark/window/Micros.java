package io.tidemark.window;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times and stretches of time in microseconds, as the log keeps them. */
final class Micros {
  private static final long OF_SECOND = 1_000_000;

  private Micros() {}

  /** A stretch of at least one. */
  static long positive(String name, Duration duration) {
    long micros = whole(name, duration);
    if (micros < 1) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least a microsecond, actual %s".formatted(name, duration));
    }
    return micros;
  }

  /** A stretch of none or some. */
  static Duration notNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid %s: expected at least 0, actual %s".formatted(name, duration));
    }
    return duration;
  }

  static long whole(String name, Duration duration) {
    try {
      long micros =
          Math.multiplyExact(duration.getSeconds(), OF_SECOND) + duration.getNano() / 1_000;
      if (duration.getNano() % 1_000 == 0) {
        return micros;
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Invalid %s: expected less than 290,000 years, actual %s".formatted(name, duration), e);
    }
    throw new IllegalArgumentException(
        "Invalid %s: expected a whole number of microseconds, actual %s".formatted(name, duration));
  }

  /** A time since the epoch. */
  static long of(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), OF_SECOND), time.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, OF_SECOND), Math.floorMod(micros, OF_SECOND) * 1_000);
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
