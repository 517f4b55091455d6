package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.projection.Projection;
import io.tidemark.window.EventKey;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import io.tidemark.window.accumulator.Average;
import java.time.Instant;

/**
 * How much an account paid on the average, by its last ten payments, at each of them.
 *
 * @param account which
 * @param position of the payment
 * @param happened when
 * @param average of it and up to nine before it
 */
public record AveragePayment(String account, long position, Instant happened, Average average) {
  private static final int LAST = 10;

  static final Projection<EventKey<String>, AveragePayment> PROJECTION =
      Windows.named("average_payments", AveragePayment.class, AveragePayment::account)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedBy((movement, recorded) -> movement.payer())
          .over(Window.slidingLength(LAST))
          .accumulate(AveragePayment::average, Accumulators.average(Movement::paid))
          .projection();

  static final String SQL =
      """
      SELECT account, `position`, occurred_at AS happened,
        AVG(-amount) OVER (PARTITION BY account ORDER BY `position`
          ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS average
      FROM movements
      WHERE amount < 0
      """;
}
