package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * By which time events are in windows, and when the rows of these are there.
 *
 * @param delay how long after the end of a window it closes
 * @param maxAhead how far an event may be ahead of the time at which it was recorded
 */
record Clocking(Clock clock, Emission emission, Duration delay, Duration maxAhead) {
  static final Clocking DEFAULT =
      new Clocking(Clock.EVENT_TIME, Emission.ALWAYS, Duration.ZERO, Duration.ofHours(1));

  Clocking byRecordedTime() {
    return new Clocking(Clock.RECORDED_TIME, emission, delay, maxAhead);
  }

  Clocking whenClosed(Duration after) {
    return new Clocking(
        clock, Emission.CLOSED, Micros.notNegative("delay of a window", after), maxAhead);
  }

  Clocking withMaxAhead(Duration longest) {
    return new Clocking(
        clock, emission, delay, Micros.notNegative("time ahead of a window", longest));
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
      if (!maxAhead.equals(DEFAULT.maxAhead)) {
        words.append(" by events at most ").append(maxAhead).append(" ahead");
      }
    }
    return words.toString();
  }
}
