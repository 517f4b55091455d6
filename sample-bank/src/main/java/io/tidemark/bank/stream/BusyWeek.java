package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.projection.Projection;
import io.tidemark.sketch.DistinctCount;
import io.tidemark.sketch.HeavyHitters;
import io.tidemark.sketch.Sketches;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;

/**
 * Which accounts moved most often in a week, in UTC, beginning on Thursdays. However many accounts
 * there are, a row needs a few kilobytes.
 *
 * @param direction {@code in} or {@code out}
 * @param begins the week
 * @param ends the next week
 * @param movements how many there were
 * @param accounts about how many accounts they were of
 * @param busiest about which three accounts moved most often
 */
public record BusyWeek(
    String direction,
    Instant begins,
    Instant ends,
    long movements,
    DistinctCount accounts,
    HeavyHitters busiest) {
  private static final int BUSIEST = 3;

  static final Projection<WindowKey<String>, BusyWeek> PROJECTION =
      Windows.named("busy_weeks", BusyWeek.class, BusyWeek::direction)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedBy((movement, recorded) -> movement.amount().signum() < 0 ? "out" : "in")
          .over(Window.tumbling(Duration.ofDays(7)))
          .accumulate(BusyWeek::movements, Accumulators.count())
          .accumulate(BusyWeek::accounts, Sketches.distinct(Movement::account))
          .accumulate(BusyWeek::busiest, Sketches.heavyHitters(Movement::account, BUSIEST))
          .projection();

  static final String SQL =
      """
      WITH directed AS (
        SELECT account, occurred_at,
          CASE WHEN amount < 0 THEN 'out' ELSE 'in' END AS direction
        FROM movements)
      SELECT direction, window_start AS begins, window_end AS ends,
        COUNT(*) AS movements,
        APPROX_COUNT_DISTINCT(account) AS accounts,
        APPROX_TOP(account, 3) AS busiest
      FROM TABLE(TUMBLE(TABLE directed, DESCRIPTOR(occurred_at),
        INTERVAL '7' DAY))
      GROUP BY direction, window_start, window_end
      """;
}
