package io.tidemark.bank.readmodel;

import io.tidemark.projection.set.SetProjection;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What moved in the whole bank on one day, by the day it occurred in UTC.
 *
 * @param day the day
 * @param credits sum of what came to accounts
 * @param debits sum of what left accounts, not negative
 * @param movements how many movements there were
 */
public record DailyTotal(LocalDate day, BigDecimal credits, BigDecimal debits, long movements) {

  /** A row for every day on which money moved, made by one statement. */
  public static final SetProjection<LocalDate, DailyTotal> PROJECTION =
      SetProjection.named("daily_totals", DailyTotal.class, DailyTotal::day)
          .applyingResource(DailyTotal.class, "daily_totals.sql");
}
