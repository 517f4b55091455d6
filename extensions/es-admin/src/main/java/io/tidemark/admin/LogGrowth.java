package io.tidemark.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How a log grew lately, by its own times.
 *
 * @param since beginning of the time that was looked at
 * @param until its end
 * @param events how many were stored in it
 * @param bytesPerEvent what an event of the whole log takes on average, with its indexes; 0 if
 *     there are none
 */
public record LogGrowth(Instant since, Instant until, long events, double bytesPerEvent) {
  private static final Duration DAY = Duration.ofDays(1);

  /** How long was looked at. */
  public Duration span() {
    return Duration.between(since, until);
  }

  /** Events per day; empty if the log is younger than a day, which says nothing of one. */
  public OptionalDouble eventsPerDay() {
    return span().compareTo(DAY) < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(events * (double) DAY.toSeconds() / span().toSeconds());
  }

  /** Bytes per day, with the indexes; empty if the log is younger than a day. */
  public OptionalDouble bytesPerDay() {
    OptionalDouble perDay = eventsPerDay();
    return perDay.isEmpty() ? perDay : OptionalDouble.of(perDay.getAsDouble() * bytesPerEvent);
  }
}
