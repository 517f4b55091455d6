package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Within which time a pattern is looked for.
 *
 * @param within how long a match is, in microseconds
 * @param delay how long it is waited for events that are late
 * @param maxAhead how far an event may be ahead of the time at which it was recorded
 * @param idle how long it must be quiet for time to go on without events, if it ever does
 */
record Bound(
    long within,
    boolean isOverlapping,
    Clock clock,
    Emission emission,
    Duration delay,
    Duration maxAhead,
    Optional<Duration> idle) {
  private static final Duration LONGEST = Duration.ofDays(36_525);
  private static final Duration AHEAD = Duration.ofHours(1);

  static Bound of(Duration within) {
    if (within.compareTo(LONGEST) > 0
        || within.compareTo(Duration.of(1, ChronoUnit.MICROS)) < 0
        || !within.equals(within.truncatedTo(ChronoUnit.MICROS))) {
      throw new IllegalArgumentException(
          "Invalid time of a pattern: expected from a microsecond to 100 years, in whole microseconds, actual "
              + within);
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(within));
    return new Bound(
        micros, false, Clock.EVENT_TIME, Emission.CLOSED, Duration.ZERO, AHEAD, Optional.empty());
  }

  Bound overlapping() {
    return new Bound(within, true, clock, emission, delay, maxAhead, idle);
  }

  Bound by(Clock other) {
    return new Bound(within, isOverlapping, other, emission, delay, maxAhead, idle);
  }

  Bound at(Emission other, Duration after) {
    return new Bound(
        within, isOverlapping, clock, other, notNegative("delay", after), maxAhead, idle);
  }

  Bound ahead(Duration longest) {
    return new Bound(
        within, isOverlapping, clock, emission, delay, notNegative("time ahead", longest), idle);
  }

  Bound idle(Duration quiet) {
    if (quiet.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid idle time of a pattern: expected at least 1 ms, actual " + quiet);
    }
    return new Bound(within, isOverlapping, clock, emission, delay, maxAhead, Optional.of(quiet));
  }

  /** Refuses an idle time that would do nothing. */
  Bound checked() {
    if (idle.isPresent() && emission == Emission.ALWAYS) {
      throw new IllegalArgumentException(
          "Invalid idle time of a pattern: expected matches that wait for their time to be over, actual matches that are there at once");
    }
    return this;
  }

  private static Duration notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid %s of a pattern: expected at least 0, actual %s".formatted(what, duration));
    }
    return duration;
  }

  Instant timeOf(RecordedEvent recorded) {
    return clock == Clock.RECORDED_TIME ? recorded.recordedAt() : recorded.occurredAt();
  }

  Instant end(Instant begin) {
    return begin.plus(within, ChronoUnit.MICROS);
  }

  /** In words: others have other words. */
  @Override
  public String toString() {
    StringBuilder words =
        new StringBuilder(" within ").append(Duration.of(within, ChronoUnit.MICROS));
    words.append(isOverlapping ? ", overlapping" : "");
    words.append(clock == Clock.RECORDED_TIME ? " of recorded time" : "");
    if (emission == Emission.ALWAYS) {
      return words.append(" at once").toString();
    }
    words.append(delay.isZero() ? "" : " closed " + delay + " later");
    words.append(maxAhead.equals(AHEAD) ? "" : " by events at most " + maxAhead + " ahead");
    return words.toString();
  }
}
