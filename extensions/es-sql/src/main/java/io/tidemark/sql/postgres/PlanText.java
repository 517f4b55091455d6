package io.tidemark.sql.postgres;

import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.sql.expression.PostgresTypes;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.table.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query of each plan, with queries of its inputs in it. Used by one thread. */
public final class PlanText {
  private final List<SqlTable> tables;
  private final Function<SqlTable, String> relations;
  private int joins;

  /**
   * Of plans with these sources.
   *
   * @param relations what holds the rows of a table: see {@link io.tidemark.sql.PostgresText}
   */
  public PlanText(List<SqlTable> tables, Function<SqlTable, String> relations) {
    this.tables = tables;
    this.relations = relations;
  }

  /**
   * All its rows, without the position.
   *
   * @throws UnsupportedOperationException if PostgreSQL has no such query
   */
  public String rows(Plan plan) {
    return "SELECT %s FROM (%s) AS t"
        .formatted(Rows.columns("t", plan.width()), text(plan, Optional.empty()));
  }

  /**
   * A query of the rows of a plan.
   *
   * @param asOf the position as of which read models are read; as they are if empty
   */
  private String text(Plan plan, Optional<String> asOf) {
    if (plan instanceof Plan.Source source) {
      return source(source, asOf);
    }
    if (plan instanceof Plan.Union union) {
      return union.inputs().stream()
          .map(
              input ->
                  "SELECT %s, t.p FROM (%s) AS t"
                      .formatted(Rows.columns("t", input.width()), text(input, asOf)))
          .collect(Collectors.joining(" UNION ALL "));
    }
    if (plan instanceof Plan.TableJoin join) {
      return join(join, asOf);
    }
    if (plan instanceof Plan.IntervalJoin join) {
      return join(join, asOf);
    }
    if (plan instanceof Plan.Retained retained) {
      return text(retained.input(), asOf);
    }
    return ofOne(plan, text(plan.inputs().get(0), asOf));
  }

  private static String ofOne(Plan plan, String input) {
    if (plan instanceof Plan.Filter filter) {
      return "SELECT t.* FROM (%s) AS t WHERE %s"
          .formatted(input, Rows.expression("t", filter.condition()));
    }
    if (plan instanceof Plan.Project project) {
      String columns =
          IntStream.range(0, project.width())
              .mapToObj(
                  i -> Rows.expression("t", project.columns().get(i)) + " AS " + Rows.column(i))
              .collect(Collectors.joining(", "));
      return "SELECT %s, t.p FROM (%s) AS t".formatted(columns, input);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return GroupText.of(aggregate, input);
    }
    if (plan instanceof Plan.Matches) {
      throw new UnsupportedOperationException("PostgreSQL has no MATCH_RECOGNIZE");
    }
    return plan instanceof Plan.Over over ? over(over, input) : top((Plan.Top) plan, input);
  }

  private String source(Plan.Source source, Optional<String> asOf) {
    SqlTable table = tables.get(source.number());
    String columns =
        IntStream.range(0, table.columns().size())
            .mapToObj(
                i ->
                    "s.%s%s AS %s"
                        .formatted(
                            quoted(table.columns().get(i).name()),
                            table.columns().get(i).type().equals(SqlType.VARCHAR)
                                ? " COLLATE \"C\""
                                : "",
                            Rows.column(i)))
            .collect(Collectors.joining(", "));
    String relation = relations.apply(table);
    if (table instanceof EventTable) {
      return "SELECT %s, s.\"position\" AS p FROM %s AS s".formatted(columns, relation);
    }
    String until = asOf.map(position -> " OR s.until > " + position).orElse("");
    String since = asOf.map(position -> " AND s.since <= " + position).orElse("");
    return "SELECT %s, NULL::bigint AS p FROM %s AS s WHERE (s.until IS NULL%s)%s"
        .formatted(columns, relation, until, since);
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String over(Plan.Over plan, String input) {
    Optional<Order.OfTime> timed =
        Optional.of(plan.order())
            .filter(Order.OfTime.class::isInstance)
            .map(Order.OfTime.class::cast);
    Optional<String> time = timed.map(order -> Rows.column("t", order.time()));
    String order = time.orElse("t.p");
    String frame;
    if (reach(plan.order()) instanceof Frame.Rows rows) {
      order = time.map(column -> column + ", t.p").orElse(order);
      frame =
          "ROWS " + (rows.preceding() == Integer.MAX_VALUE ? "UNBOUNDED" : rows.preceding() + "");
    } else {
      long preceding = ((Frame.Range) reach(plan.order())).preceding();
      frame =
          "RANGE "
              + (preceding == Long.MAX_VALUE ? "UNBOUNDED" : PostgresTypes.interval(preceding));
    }
    String groups =
        plan.groups().isEmpty()
            ? ""
            : "PARTITION BY %s ".formatted(Rows.listed("t", plan.groups()));
    String having = time.map(" WHERE %s IS NOT NULL"::formatted).orElse("");
    return "SELECT %s, t.p%s FROM (%s) AS t%s WINDOW w AS (%sORDER BY %s %s PRECEDING)"
        .formatted(
            Rows.columns("t", plan.input().width()),
            new AggregateText(" OVER w").all(plan.aggregations(), plan.input().width()),
            input,
            having,
            groups,
            order,
            frame);
  }

  private static Frame reach(Order order) {
    if (order instanceof Order.OfTime timed) {
      return timed.frame();
    }
    if (((Order.OfLog) order).frame() instanceof Frame.Rows rows) {
      return rows;
    }
    throw new UnsupportedOperationException("PostgreSQL has no queue of a time");
  }

  /** Rows that are equal in the order are told apart by their key, and then by all columns. */
  private static String top(Plan.Top plan, String input) {
    List<Integer> ties = new ArrayList<>(plan.input().key().orElse(List.of()));
    IntStream.range(0, plan.input().width()).filter(i -> !ties.contains(i)).forEach(ties::add);
    String order =
        plan.order().stream()
            .map(
                key ->
                    "%s%s NULLS %s, "
                        .formatted(
                            Rows.column("t", key.column()),
                            key.isDescending() ? " DESC" : "",
                            key.isNullFirst() ? "FIRST" : "LAST"))
            .collect(Collectors.joining());
    String tied =
        ties.stream()
            .map(index -> Rows.column("t", index) + " NULLS LAST")
            .collect(Collectors.joining(", "));
    String groups =
        plan.groups().isEmpty()
            ? ""
            : "PARTITION BY %s ".formatted(Rows.listed("t", plan.groups()));
    String place = Rows.column(plan.input().width());
    String numbered =
        "SELECT %s, NULL::bigint AS p, row_number() OVER (%sORDER BY %s) AS %s FROM (%s) AS t"
            .formatted(Rows.columns("t", plan.input().width()), groups, order + tied, place, input);
    return "SELECT t.* FROM (%s) AS t WHERE t.%s <= %d".formatted(numbered, place, plan.limit());
  }

  private String join(Plan.TableJoin plan, Optional<String> asOf) {
    String left = "l" + ++joins;
    String right = "r" + joins;
    boolean isOfEvent = plan.moment() == Moment.OF_EVENT;
    String table = text(plan.table(), isOfEvent ? Optional.of(left + ".p") : asOf);
    return "SELECT %s, %s, %s AS p FROM (%s) AS %s %sJOIN LATERAL (%s) AS %s ON %s"
        .formatted(
            Rows.columns(left, plan.left().width()),
            moved(right, plan.table().width(), plan.left().width()),
            isOfEvent ? left + ".p" : "NULL::bigint",
            text(plan.left(), asOf),
            left,
            plan.isLeft() ? "LEFT " : "",
            table,
            right,
            equal(left, plan.leftKeys(), right, plan.tableKeys()));
  }

  private String join(Plan.IntervalJoin plan, Optional<String> asOf) {
    String left = "l" + ++joins;
    String right = "r" + joins;
    String from = Rows.column(left, plan.leftTime());
    return "SELECT %s, %s, greatest(%s.p, %s.p) AS p FROM (%s) AS %s JOIN (%s) AS %s ON %s AND %s BETWEEN %s + %s AND %s + %s"
        .formatted(
            Rows.columns(left, plan.left().width()),
            moved(right, plan.right().width(), plan.left().width()),
            left,
            right,
            text(plan.left(), asOf),
            left,
            text(plan.right(), asOf),
            right,
            equal(left, plan.leftKeys(), right, plan.rightKeys()),
            Rows.column(right, plan.rightTime()),
            from,
            PostgresTypes.interval(plan.lower()),
            from,
            PostgresTypes.interval(plan.upper()));
  }

  private static String moved(String table, int width, int by) {
    return IntStream.range(0, width)
        .mapToObj(i -> Rows.column(table, i) + " AS " + Rows.column(i + by))
        .collect(Collectors.joining(", "));
  }

  private static String equal(
      String left, List<Integer> leftKeys, String right, List<Integer> rightKeys) {
    return leftKeys.isEmpty()
        ? "TRUE"
        : IntStream.range(0, leftKeys.size())
            .mapToObj(
                i ->
                    "%s = %s"
                        .formatted(
                            Rows.column(left, leftKeys.get(i)),
                            Rows.column(right, rightKeys.get(i))))
            .collect(Collectors.joining(" AND "));
  }
}
