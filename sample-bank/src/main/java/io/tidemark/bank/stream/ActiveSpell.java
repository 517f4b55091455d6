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
 * A time in which an account was active: from one movement to the next it was a week at the most.
 *
 * @param account which
 * @param begins its first movement
 * @param ends a week after its last
 * @param movements how many there were
 * @param total by how much the balance changed
 */
public record ActiveSpell(
    String account, Instant begins, Instant ends, long movements, BigDecimal total) {
  static final Projection<WindowKey<String>, ActiveSpell> PROJECTION =
      Windows.named("active_spells", ActiveSpell.class, ActiveSpell::account)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedByStream()
          .over(Window.session(Duration.ofDays(7)))
          .accumulate(ActiveSpell::movements, Accumulators.count())
          .accumulate(ActiveSpell::total, Accumulators.sum(Movement::amount))
          .projection();

  static final String SQL =
      """
      SELECT account, window_start AS begins, window_end AS ends,
        COUNT(*) AS movements, SUM(amount) AS total
      FROM TABLE(SESSION(TABLE movements PARTITION BY account,
        DESCRIPTOR(occurred_at), INTERVAL '7' DAY))
      GROUP BY account, window_start, window_end
      """;
}
