package io.tidemark.sql;

import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.util.Optional;

/**
 * What a view says of how it is to run. What it does not say is empty.
 *
 * @param delay how long events are waited for: the watermark is so much behind the latest
 * @param emission when rows of windows are there
 * @param idle how long it must be quiet for windows to close by the clock
 * @param retention how long after its end a window goes, by the watermark; at least a microsecond
 */
public record QueryOptions(
    Optional<Duration> delay,
    Optional<Emission> emission,
    Optional<Duration> idle,
    Optional<Duration> retention) {
  /** Without any. */
  public static final QueryOptions NONE =
      new QueryOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one is negative, more than 100,000 days, or no whole number
   *     of microseconds; if the idle time is less than a millisecond, or the retention none
   */
  public QueryOptions {
    clocking(delay, idle);
    retention.ifPresent(age -> Micros.positive("retention of a statement", age));
  }

  /** All others being without. */
  public QueryOptions(Optional<Duration> delay, Optional<Emission> emission) {
    this(delay, emission, Optional.empty(), Optional.empty());
  }

  /** By which time its plan goes on; when rows are there is said by that itself. */
  public Clocking clocking() {
    return clocking(delay, idle);
  }

  private static Clocking clocking(Optional<Duration> delay, Optional<Duration> idle) {
    Clocking clocking = Clocking.of("a statement").whenClosed(delay.orElse(Duration.ZERO));
    return idle.map(clocking::idleAfter).orElse(clocking);
  }
}
