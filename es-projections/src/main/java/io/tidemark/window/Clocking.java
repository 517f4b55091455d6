package io.tidemark.window;

import io.tidemark.RecordedEvent;
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
 * @param retention how long after its end a window goes; empty if it never does
 */
record Clocking(
    Clock clock,
    Emission emission,
    Duration delay,
    Duration maxAhead,
    Optional<Duration> retention) {
  static final Clocking DEFAULT =
      new Clocking(
          Clock.EVENT_TIME, Emission.ALWAYS, Duration.ZERO, Duration.ofHours(1), Optional.empty());

  Clocking byRecordedTime() {
    return new Clocking(Clock.RECORDED_TIME, emission, delay, maxAhead, retention);
  }

  Clocking whenClosed(Duration after) {
    return new Clocking(
        clock,
        Emission.CLOSED,
        Micros.notNegative("delay of a window", after),
        maxAhead,
        retention);
  }

  Clocking withMaxAhead(Duration longest) {
    return new Clocking(
        clock, emission, delay, Micros.notNegative("time ahead of a window", longest), retention);
  }

  Clocking retaining(Duration age) {
    Micros.positive("retention of a window", age);
    return new Clocking(clock, emission, delay, maxAhead, Optional.of(age));
  }

  /** The same windows, which go when they are too old. */
  Plan retained(Plan.Aggregate windows) {
    return retention
        .<Plan>map(
            age -> new Plan.Retained(windows, Micros.whole("retention of a window", age), true))
        .orElse(windows);
  }

  Instant timeOf(RecordedEvent recorded) {
    return clock == Clock.RECORDED_TIME ? recorded.recordedAt() : recorded.occurredAt();
  }

  /** In words: others have other words. */
  String inWords() {
    StringBuilder words = new StringBuilder();
    if (clock == Clock.RECORDED_TIME) {
      words.append(" of recorded time");
    }
    if (emission == Emission.CLOSED) {
      words.append(" closed ").append(delay).append(" later");
      if (!maxAhead.equals(DEFAULT.maxAhead)) {
        words.append(" by events at most ").append(maxAhead).append(" ahead");
      }
    }
    retention.ifPresent(age -> words.append(" retained for ").append(age));
    return words.toString();
  }
}
