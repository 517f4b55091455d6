package io.tidemark.postgres.read;

import java.time.Instant;

/** Times that the database can compare with those of the log, which are of the years 1 to 9999. */
final class TimeOfLog {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant BEFORE_FIRST = FIRST.minusSeconds(1);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private TimeOfLog() {}

  /** A time that is before and after the same events as this one. */
  static Instant of(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return BEFORE_FIRST;
    }
    return instant.isAfter(LAST) ? LAST : instant;
  }
}
