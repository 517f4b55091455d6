package io.tidemark.bank.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What moved in the whole bank on one day, by the day it occurred in UTC.
 *
 * @param day the day
 * @param credits sum of what came to accounts
 * @param debits sum of what left accounts, not negative
 * @param movements how many movements there were
 */
public record DailyTotal(LocalDate day, BigDecimal credits, BigDecimal debits, long movements) {

  /** A row for every day on which money moved. */
  public static final Projection<LocalDate, DailyTotal> PROJECTION =
      Projection.named("daily_totals", DailyTotal.class, DailyTotal::day)
          .from(Account.CATEGORY, Account.CODEC)
          .keyedBy((event, recorded) -> StatementLine.movesMoney(event) ? day(recorded) : null)
          .fold(DailyTotal::after);

  private static DailyTotal after(
      @Nullable DailyTotal before, AccountEvent event, RecordedEvent recorded) {
    BigDecimal zero = BigDecimal.ZERO;
    DailyTotal total = before == null ? new DailyTotal(day(recorded), zero, zero, 0) : before;
    BigDecimal change = event.change();
    return new DailyTotal(
        total.day(),
        total.credits().add(change.max(zero)),
        total.debits().add(change.negate().max(zero)),
        total.movements() + 1);
  }

  private static LocalDate day(RecordedEvent recorded) {
    return LocalDate.ofInstant(recorded.occurredAt(), ZoneOffset.UTC);
  }
}
