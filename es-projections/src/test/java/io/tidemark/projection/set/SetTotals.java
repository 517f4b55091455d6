package io.tidemark.projection.set;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;

/** Moves of accounts, added up by a statement, and the same folded event by event. */
public final class SetTotals {
  /** What moved on an account, and where the last time. */
  public record Total(String account, long moves, BigDecimal balance, long last) {}

  static final String SQL =
      """
      insert into :table as t (account, moves, balance, last)
      select e.key, count(*), sum((e.data::json ->> 'amount')::numeric), max(e.position)
      from :events e
      where e.category = 'account' and e.type = 'Moved'
      group by e.key
      on conflict (account) do update set
        moves = t.moves + excluded.moves,
        balance = t.balance + excluded.balance,
        last = excluded.last
      """;

  /** By a statement. */
  public static final SetProjection<String, Total> TOTALS = totals(SQL);

  /** The same over the view. */
  static final SetProjection<String, Total> BY_VIEW =
      totals(
          SQL.replace("e.category = 'account'", "e.stream like 'account-%'")
              .replace("e.key", "substr(e.stream, 9)")
              .replace("e.data::json", "e.data")
              .replace(":events", ":log"));

  /** The same, which waits amid its work for whoever holds an advisory lock. */
  public static final SetProjection<String, Total> HELD =
      totals(
              SQL.replace(
                  "from :events e", "from :events e, (select pg_advisory_xact_lock(77)) held"))
          .withMaxRange(300);

  /** The same rows by a fold. */
  static final Projection<String, Total> FOLDED =
      Projection.named("folded", Total.class, Total::account)
          .from("account", Accounts.CODEC)
          .keyedBy(
              (event, recorded) -> event instanceof Accounts.Moved ? recorded.stream().key() : null)
          .fold(
              (row, event, recorded) -> {
                BigDecimal amount = ((Accounts.Moved) event).amount();
                return row == null
                    ? new Total(recorded.stream().key(), 1, amount, recorded.position())
                    : new Total(
                        row.account(),
                        row.moves() + 1,
                        row.balance().add(amount),
                        recorded.position());
              });

  private SetTotals() {}

  static SetProjection<String, Total> totals(String sql) {
    return SetProjection.named("totals", Total.class, Total::account).applying(sql);
  }
}
