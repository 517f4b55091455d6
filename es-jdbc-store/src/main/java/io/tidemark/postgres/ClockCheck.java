package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the time of the log with the clock of its server when a store opens. A clock that was
 * ahead for a moment lifts the time of recording of all later events until it has caught up.
 */
final class ClockCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);

  /** Events of one commit are recorded a little ahead of the clock, so that much means nothing. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private ClockCheck() {}

  /** Warns if the log is ahead. */
  static void check(Jdbc jdbc, String schema) {
    times(jdbc, schema)
        .filter(Times::isAhead)
        .ifPresent(
            times ->
                LOG.warn(
                    "Time of log {}: expected at most the server's clock {}, actual {}; until the clock has"
                        + " caught up, events are recorded ahead of it",
                    schema,
                    times.clock(),
                    times.log()));
  }

  /** When the newest event was recorded and what time it is; empty if there are no events. */
  static Optional<Times> times(Jdbc jdbc, String schema) {
    return jdbc.first(
        "select recorded_at, clock_timestamp() from "
            + schema
            + ".events order by position desc limit 1",
        row -> new Times(row.instant(1), row.instant(2)));
  }

  /**
   * Two times of one moment.
   *
   * @param log when the newest event was recorded
   * @param clock the server's clock
   */
  record Times(Instant log, Instant clock) {
    boolean isAhead() {
      return log.isAfter(clock.plus(TOLERANCE));
    }
  }
}
