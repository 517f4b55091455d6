package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.projection.Projection;
import io.tidemark.reaction.Reaction;
import io.tidemark.window.EventKey;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;

/**
 * How often money left an account within three days, at each time that it did.
 *
 * @param account which
 * @param position of the withdrawal
 * @param happened when
 * @param withdrawals it and those up to three days before it
 */
public record RecentWithdrawals(String account, long position, Instant happened, long withdrawals) {
  static final Projection<EventKey<String>, RecentWithdrawals> PROJECTION =
      Windows.named("recent_withdrawals", RecentWithdrawals.class, RecentWithdrawals::account)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedBy((movement, recorded) -> movement.payer())
          .over(Window.slidingTime(Duration.ofDays(3)).fromIncluded())
          .accumulate(RecentWithdrawals::withdrawals, Accumulators.count())
          .projection();

  /** More than five are unusual: the sixth gives an alert. */
  static final Reaction<EventKey<String>, RecentWithdrawals> ALERTING =
      Reaction.to(PROJECTION)
          .whenAppears(row -> row.withdrawals() == 6)
          .append(
              Alert.CATEGORY,
              RecentWithdrawals::account,
              row -> new Alert.ManyWithdrawals(row.account(), row.happened(), row.withdrawals()),
              Alert.CODEC);

  static final String SQL =
      """
      SELECT account, `position`, occurred_at AS happened,
        COUNT(*) OVER (PARTITION BY account ORDER BY occurred_at
          RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND CURRENT ROW) AS withdrawals
      FROM movements
      WHERE amount < 0
      """;
}
