package io.tidemark.bank.stream;

import io.tidemark.projection.Projection;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlQuery;
import java.util.List;

/**
 * Figures over time, defined twice. Both definitions have columns of the same names, and the same
 * rows.
 *
 * @param about what they are, in one line
 * @param code the definition in Java
 * @param sql the same as a statement
 * @param newest the columns by which rows are the newest, the first one first
 */
public record BankStream(String about, Projection<?, ?> code, String sql, List<String> newest) {
  /** All of them. */
  public static final List<BankStream> ALL =
      List.of(
          new BankStream(
              "what moved on each account, day by day",
              DayTotal.PROJECTION,
              DayTotal.SQL,
              List.of("begins")),
          new BankStream(
              "what moved on each account, month by month",
              MonthTotal.PROJECTION,
              MonthTotal.SQL,
              List.of("year", "month")),
          new BankStream(
              "the average of the last ten payments of an account, at each of them",
              AveragePayment.PROJECTION,
              AveragePayment.SQL,
              List.of("happened", "position")),
          new BankStream(
              "times in which an account was active, with at most a week between movements",
              ActiveSpell.PROJECTION,
              ActiveSpell.SQL,
              List.of("begins")),
          new BankStream(
              "withdrawals within three days, at each of them; more than five are unusual",
              RecentWithdrawals.PROJECTION,
              RecentWithdrawals.SQL,
              List.of("happened", "position")),
          new BankStream(
              "which accounts moved most often in a week, and how many did, by sketches",
              BusyWeek.PROJECTION,
              BusyWeek.SQL,
              List.of("begins", "direction")));

  /** Its name, which is also that of the table with its rows. */
  public String name() {
    return code.name();
  }

  /** The name under which the statement runs. */
  public String queryName() {
    return name() + "_sql";
  }

  /** The statement as a projection; it is kept under its name if it is not yet. */
  public Projection<?, ?> query(SqlQueries queries) {
    if (queries.list().stream().map(SqlQuery::name).noneMatch(queryName()::equals)) {
      queries.create(
          "CREATE VIEW %s WITH ('emit' = 'always') AS\n%s".formatted(queryName(), sql.strip()));
    }
    return queries.projection(queryName());
  }
}
