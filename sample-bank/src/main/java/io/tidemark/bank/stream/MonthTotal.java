package io.tidemark.bank.stream;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What moved on an account in one month, in UTC. Months differ in length, so they are no windows
 * but keys.
 *
 * @param account which
 * @param year of the month
 * @param month from 1
 * @param movements how many there were
 * @param total by how much the balance changed
 */
public record MonthTotal(String account, long year, long month, long movements, BigDecimal total) {
  static final Projection<Key, MonthTotal> PROJECTION =
      Projection.named("month_totals", MonthTotal.class, Key.class, Key::of)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedBy(Key::of)
          .fold(MonthTotal::after);

  static final String SQL =
      """
      SELECT account, YEAR(occurred_at) AS `year`, MONTH(occurred_at) AS `month`,
        COUNT(*) AS movements, SUM(amount) AS total
      FROM movements
      GROUP BY account, YEAR(occurred_at), MONTH(occurred_at)
      """;

  private static MonthTotal after(
      @Nullable MonthTotal before, Movement movement, RecordedEvent recorded) {
    Key key = Key.of(movement, recorded);
    return new MonthTotal(
        key.account(),
        key.year(),
        key.month(),
        before == null ? 1 : before.movements() + 1,
        before == null ? movement.amount() : before.total().add(movement.amount()));
  }

  /**
   * Which row.
   *
   * @param account whose
   * @param year of the month
   * @param month from 1
   */
  record Key(String account, long year, long month) {
    static Key of(MonthTotal row) {
      return new Key(row.account(), row.year(), row.month());
    }

    static Key of(Movement movement, RecordedEvent recorded) {
      YearMonth month = YearMonth.from(recorded.occurredAt().atZone(ZoneOffset.UTC));
      return new Key(movement.account(), month.getYear(), month.getMonthValue());
    }
  }
}
