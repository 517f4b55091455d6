package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By which time events are in windows, and when the rows of these are there.
 *
 * @param delay how long after the end of a window it closes
 * @param maxAhead how far an event may be ahead of the time at which it was recorded
 * @param late what becomes of events that come when their windows have closed
 * @param idle how long it must be quiet for time to go on without events, if it ever does
 * @param retention how long after its end a window goes; empty if it never does
 */
record Clocking(
    Clock clock,
    Emission emission,
    Duration delay,
    Duration maxAhead,
    Lateness late,
    Optional<Duration> idle,
    Optional<Duration> retention) {
  static final Clocking DEFAULT =
      new Clocking(
          Clock.EVENT_TIME,
          Emission.ALWAYS,
          Duration.ZERO,
          Duration.ofHours(1),
          Lateness.CORRECTED,
          Optional.empty(),
          Optional.empty());

  Clocking byRecordedTime() {
    return new Clocking(Clock.RECORDED_TIME, emission, delay, maxAhead, late, idle, retention);
  }

  Clocking whenClosed(Duration after) {
    return new Clocking(
        clock,
        Emission.CLOSED,
        Micros.notNegative("delay of a window", after),
        maxAhead,
        late,
        idle,
        retention);
  }

  Clocking withMaxAhead(Duration longest) {
    return new Clocking(
        clock,
        emission,
        delay,
        Micros.notNegative("time ahead of a window", longest),
        late,
        idle,
        retention);
  }

  Clocking retaining(Duration age) {
    Micros.positive("retention of a window", age);
    return new Clocking(clock, emission, delay, maxAhead, late, idle, Optional.of(age));
  }

  /** The same windows, which go when they are too old. */
  Plan retained(Plan.Aggregate windows) {
    return retention
        .<Plan>map(
            age -> new Plan.Retained(windows, Micros.whole("retention of a window", age), true))
        .orElse(windows);
  }

  Clocking idleAfter(Duration quiet) {
    if (quiet.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid idle time of a window: expected at least 1 ms, actual " + quiet);
    }
    return new Clocking(clock, emission, delay, maxAhead, late, Optional.of(quiet), retention);
  }

  /**
   * Refuses an idle time that would do nothing.
   *
   * @param waiting when rows are there
   */
  void requireUseOfIdle(Emission waiting) {
    if (idle.isPresent() && waiting == Emission.ALWAYS) {
      throw new IllegalArgumentException(
          "Invalid idle time of a window: expected rows that wait for it to close, as with whenClosed(delay), actual rows that are there at once");
    }
  }

  Clocking with(Lateness other) {
    return new Clocking(clock, emission, delay, maxAhead, other, idle, retention);
  }

  /** Whether an event does the same whatever came before it. */
  boolean isOfEventAlone() {
    return emission == Emission.ALWAYS && late.equals(Lateness.CORRECTED) && retention.isEmpty();
  }

  boolean isByRecordedTime() {
    return clock == Clock.RECORDED_TIME;
  }

  Instant timeOf(RecordedEvent recorded) {
    return isByRecordedTime() ? recorded.recordedAt() : recorded.occurredAt();
  }

  /** In words: others have other words. */
  String inWords() {
    StringBuilder words = new StringBuilder();
    if (isByRecordedTime()) {
      words.append(" of recorded time");
    }
    if (emission == Emission.CLOSED) {
      words.append(" closed ").append(delay).append(" later");
    }
    if (!isOfEventAlone() && !maxAhead.equals(DEFAULT.maxAhead)) {
      words.append(" by events at most ").append(maxAhead).append(" ahead");
    }
    words.append(
        switch (late.kind()) {
          case CORRECTED -> "";
          case LEFT_OUT -> " without events later than " + Micros.duration(late.grace());
          case FINAL -> " final " + Micros.duration(late.grace()) + " later";
          case JOINING -> " which late events join";
        });
    retention.ifPresent(age -> words.append(" retained for ").append(age));
    return words.toString();
  }
}
