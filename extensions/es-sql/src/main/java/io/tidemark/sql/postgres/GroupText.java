package io.tidemark.sql.postgres;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import io.tidemark.sql.expression.PostgresTypes;

/** Groups and windows of the rows of a query. */
final class GroupText {
  private static final String EPOCH = "'1970-01-01'::timestamp";

  private GroupText() {}

  static String of(Plan.Aggregate plan, String input) {
    Windowing window = plan.window().orElse(null);
    if (window == null) {
      return groups(plan, "", input, "");
    }
    if (window instanceof Windowing.Hopping hopping) {
      return hopping(plan, hopping, input);
    }
    return window instanceof Windowing.Session session
        ? session(plan, session, input)
        : batch(plan, (Windowing.Batch) window, input);
  }

  /**
   * Groups, with the columns of a window behind those by which rows are grouped.
   *
   * @param window these columns, as {@code , t.b AS c1}
   * @param more by what else is grouped
   */
  private static String groups(Plan.Aggregate plan, String window, String input, String more) {
    int first = plan.groups().size() + plan.windowColumns();
    String results = new AggregateText("").all(plan.aggregations(), first);
    String by = Rows.listed("t", plan.groups());
    String all = by.isEmpty() || more.isEmpty() ? by + more : by + ", " + more;
    String position = plan.isAppendOnly() ? "max(t.p)" : "NULL::bigint";
    return "SELECT %s%s AS p%s%s FROM (%s) AS t%s"
        .formatted(
            Rows.withComma(Rows.picked("t", plan.groups())),
            position,
            window,
            results,
            input,
            all.isEmpty() ? "" : " GROUP BY " + all);
  }

  /** As many windows may hold a row as begin within the size before its time. */
  private static String hopping(Plan.Aggregate plan, Windowing.Hopping window, String input) {
    String time = Rows.column("t", window.time());
    String advance = PostgresTypes.interval(window.advance());
    String size = PostgresTypes.interval(window.size());
    long most = (window.size() + window.advance() - 1) / window.advance();
    String begins =
        "SELECT t.*, date_bin(%s, %s, %s + %s) - n * %s AS b FROM (%s) AS t CROSS JOIN generate_series(0, %d) AS n WHERE %s IS NOT NULL"
            .formatted(
                advance,
                time,
                EPOCH,
                PostgresTypes.interval(window.offset()),
                advance,
                input,
                most - 1,
                time);
    String held = "SELECT t.* FROM (%s) AS t WHERE t.b + %s > %s".formatted(begins, size, time);
    int first = plan.groups().size();
    String columns =
        ", t.b AS %s, t.b + %s AS %s".formatted(Rows.column(first), size, Rows.column(first + 1));
    return groups(plan, columns, held, "t.b");
  }

  /** A session begins where the row before is further away than the gap. */
  private static String session(Plan.Aggregate plan, Windowing.Session window, String input) {
    String time = Rows.column("t", window.time());
    String gap = PostgresTypes.interval(window.gap());
    String order = order(plan, time + ", t.p");
    String begins =
        "SELECT t.*, CASE WHEN %s - lag(%s) OVER (%s) <= %s THEN 0 ELSE 1 END AS b FROM (%s) AS t WHERE %s IS NOT NULL"
            .formatted(time, time, order, gap, input, time);
    String numbered =
        "SELECT t.*, sum(t.b) OVER (%s ROWS UNBOUNDED PRECEDING) AS s FROM (%s) AS t"
            .formatted(order, begins);
    int first = plan.groups().size();
    String columns =
        ", min(%s) AS %s, max(%s) + %s AS %s"
            .formatted(time, Rows.column(first), time, gap, Rows.column(first + 1));
    return groups(plan, columns, numbered, "t.s");
  }

  private static String batch(Plan.Aggregate plan, Windowing.Batch window, String input) {
    String numbered =
        "SELECT t.*, (row_number() OVER (%s) - 1) / %d AS b FROM (%s) AS t"
            .formatted(order(plan, "t.p"), window.size(), input);
    String columns = ", t.b AS " + Rows.column(plan.groups().size());
    return groups(plan, columns, numbered, "t.b") + " HAVING count(*) = " + window.size();
  }

  private static String order(Plan.Aggregate plan, String by) {
    String partition =
        plan.groups().isEmpty()
            ? ""
            : "PARTITION BY %s ".formatted(Rows.listed("t", plan.groups()));
    return partition + "ORDER BY " + by;
  }
}
