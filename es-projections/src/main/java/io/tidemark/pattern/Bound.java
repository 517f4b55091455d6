package io.tidemark.pattern;

import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Within which time a pattern is looked for.
 *
 * @param within how long a match is, in microseconds
 */
record Bound(long within, boolean isOverlapping, Clocking clocking) {
  static Bound of(Duration within) {
    return new Bound(
        Micros.positive("time of a pattern", within),
        false,
        Clocking.of("a pattern").whenClosed(Duration.ZERO));
  }

  Bound overlapping() {
    return new Bound(within, true, clocking);
  }

  Bound with(Clocking other) {
    return new Bound(within, isOverlapping, other);
  }

  /** Refuses an idle time that would do nothing. */
  Bound checked() {
    clocking.requireUseOfIdle(
        clocking.emission(),
        "matches that wait for their time to be over, as with whenClosed(delay)");
    return this;
  }

  Instant end(Instant begin) {
    return begin.plus(within, ChronoUnit.MICROS);
  }

  /** In words: others have other words. */
  @Override
  public String toString() {
    boolean isAtOnce = clocking.emission() == Emission.ALWAYS;
    return " within %s%s%s%s"
        .formatted(
            Micros.duration(within),
            isOverlapping ? ", overlapping" : "",
            clocking.inWords(!isAtOnce),
            isAtOnce ? " at once" : "");
  }
}
