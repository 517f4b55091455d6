package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.projection.Projection;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What moved on an account on one day, in UTC.
 *
 * @param account which
 * @param begins the day
 * @param ends the next day
 * @param movements how many there were
 * @param total by how much the balance changed
 */
public record DayTotal(
    String account, Instant begins, Instant ends, long movements, BigDecimal total) {
  static final Projection<WindowKey<String>, DayTotal> PROJECTION =
      Windows.named("day_totals", DayTotal.class, DayTotal::account)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedByStream()
          .over(Window.tumbling(Duration.ofDays(1)))
          .accumulate(DayTotal::movements, Accumulators.count())
          .accumulate(DayTotal::total, Accumulators.sum(Movement::amount))
          .projection();

  static final String SQL =
      """
      SELECT account, window_start AS begins, window_end AS ends,
        COUNT(*) AS movements, SUM(amount) AS total
      FROM TABLE(TUMBLE(TABLE movements, DESCRIPTOR(occurred_at), INTERVAL '1' DAY))
      GROUP BY account, window_start, window_end
      """;
}
