package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * By which time events are in windows, and when the rows of these are there.
 *
 * @param delay how long after the end of a window it closes
 * @param maxAhead how far an event may be ahead of the time at which it was recorded
 * @param late what becomes of events that come when their windows have closed
 */
record Clocking(Clock clock, Emission emission, Duration delay, Duration maxAhead, Lateness late) {
  static final Clocking DEFAULT =
      new Clocking(
          Clock.EVENT_TIME,
          Emission.ALWAYS,
          Duration.ZERO,
          Duration.ofHours(1),
          Lateness.CORRECTED);

  Clocking byRecordedTime() {
    return new Clocking(Clock.RECORDED_TIME, emission, delay, maxAhead, late);
  }

  Clocking whenClosed(Duration after) {
    return new Clocking(
        clock, Emission.CLOSED, Micros.notNegative("delay of a window", after), maxAhead, late);
  }

  Clocking withMaxAhead(Duration longest) {
    return new Clocking(
        clock, emission, delay, Micros.notNegative("time ahead of a window", longest), late);
  }

  Clocking with(Lateness other) {
    return new Clocking(clock, emission, delay, maxAhead, other);
  }

  /** Whether an event does the same whatever came before it. */
  boolean isOfEventAlone() {
    return emission == Emission.ALWAYS && late.equals(Lateness.CORRECTED);
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
    return words.toString();
  }
}
