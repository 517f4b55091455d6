package io.tidemark.sql.postgres;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.PostgresTypes;
import io.tidemark.sql.expression.SqlAggregate;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aggregates over the rows of a query named {@code t}.
 *
 * @param over what follows each call, such as OVER w; empty for groups
 */
record AggregateText(String over) {
  private static final int UNLIMITED_SCALE = 18;

  /** So many that what is rounded twice is rounded as if it were once. */
  private static final int DIGITS = 40;

  /** All of them, as columns from a number on. */
  String all(List<Aggregation> aggregations, int firstColumn) {
    return IntStream.range(0, aggregations.size())
        .mapToObj(i -> ", " + one(aggregations.get(i)) + " AS " + Rows.column(firstColumn + i))
        .collect(Collectors.joining());
  }

  private String one(Aggregation aggregation) {
    if (!(aggregation instanceof SqlAggregate aggregate)) {
      throw new IllegalArgumentException(
          "Invalid plan: expected one of SQL, actual " + aggregation);
    }
    String filter =
        aggregate.filter().map(each -> " FILTER (WHERE %s)".formatted(text(each))).orElse("");
    String argument = aggregate.argument().map(AggregateText::text).orElse("*");
    SqlType type = aggregate.type();
    return switch (aggregate.kind()) {
      case COUNT -> call("count", argument, filter);
      case SUM -> cast(call("sum", argument, filter), type);
      case MIN -> call(type.equals(SqlType.BOOLEAN) ? "bool_and" : "min", argument, filter);
      case MAX -> call(type.equals(SqlType.BOOLEAN) ? "bool_or" : "max", argument, filter);
      case AVG -> average(argument, filter, type);
      case FIRST_VALUE -> chosen(aggregate, argument, true);
      case LAST_VALUE -> chosen(aggregate, argument, false);
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> spread(aggregate, argument, filter);
      case COUNT_DISTINCT -> call("count", "DISTINCT " + argument, filter);
      case ADDED ->
          throw new IllegalArgumentException(
              "Invalid statement for PostgreSQL: expected aggregates that it has too, actual "
                  + aggregate);
    };
  }

  private String call(String function, String argument, String filter) {
    return "%s(%s)%s%s".formatted(function, argument, filter, over);
  }

  private static String cast(String value, SqlType type) {
    return "(%s)::%s".formatted(value, PostgresTypes.of(type));
  }

  private String average(String argument, String filter, SqlType type) {
    String sum = call("sum", argument, filter);
    String count = call("count", argument, filter);
    if (type.isWhole()) {
      return "div(%s, nullif(%s, 0))::bigint".formatted(sum, count);
    }
    if (type.equals(SqlType.DOUBLE)) {
      return call("avg", argument, filter);
    }
    int scale = type.isUnlimited() ? UNLIMITED_SCALE : type.scale();
    return "round(%s * 1.%s / nullif(%s, 0), %d)".formatted(sum, "0".repeat(scale), count, scale);
  }

  /** The server's own rounds its sums on the way. */
  private String spread(SqlAggregate aggregate, String argument, String filter) {
    SqlAggregate.Kind kind = aggregate.kind();
    boolean isRoot = kind == SqlAggregate.Kind.STDDEV_POP || kind == SqlAggregate.Kind.STDDEV_SAMP;
    boolean isSample = kind == SqlAggregate.Kind.VAR_SAMP || kind == SqlAggregate.Kind.STDDEV_SAMP;
    SqlType type = aggregate.type();
    if (type.equals(SqlType.DOUBLE)) {
      return call(kind.name().toLowerCase(Locale.ROOT), argument, filter);
    }
    String value = "(%s)::numeric".formatted(argument);
    String sum = call("sum", value, filter);
    String squares = call("sum", value + " * " + value, filter);
    String count = call("count", argument, filter);
    String variance =
        "(%s * %s - %s * %s) * 1.%s / nullif(%s * (%s - %d), 0)"
            .formatted(
                count, squares, sum, sum, "0".repeat(DIGITS), count, count, isSample ? 1 : 0);
    int scale = type.isUnlimited() ? UNLIMITED_SCALE : type.scale();
    return "round(%s(%s), %d)".formatted(isRoot ? "sqrt" : "", variance, scale);
  }

  /** The server's own first_value does not pass over nulls. */
  private String chosen(SqlAggregate aggregate, String argument, boolean isFirst) {
    String filter =
        aggregate
            .filter()
            .map(each -> " FILTER (WHERE %s AND %s IS NOT NULL)".formatted(text(each), argument))
            .orElse(" FILTER (WHERE %s IS NOT NULL)".formatted(argument));
    if (!over.isEmpty()) {
      String all = call("array_agg", argument, filter);
      return isFirst ? "(%s)[1]".formatted(all) : "(%s)[cardinality(%s)]".formatted(all, all);
    }
    Optional<String> order = aggregate.order().map(AggregateText::text);
    String ordered =
        "%s ORDER BY %s%s".formatted(argument, order.orElse("t.p"), isFirst ? "" : " DESC");
    return "(%s)[1]".formatted(call("array_agg", ordered, filter));
  }

  private static String text(Expr value) {
    return Rows.expression("t", value);
  }
}
