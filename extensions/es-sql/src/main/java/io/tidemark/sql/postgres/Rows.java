package io.tidemark.sql.postgres;

import io.tidemark.dataflow.Expression;
import io.tidemark.sql.expression.Expr;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Names in the text. Each query of it has the columns {@code c0}, {@code c1} and so on of its plan,
 * and {@code p}, the position of the event that makes the row; null where rows change.
 */
final class Rows {
  private Rows() {}

  static String column(int index) {
    return "c" + index;
  }

  static String column(String table, int index) {
    return table + "." + column(index);
  }

  /** {@code t.c0, t.c1}, so many. */
  static String columns(String table, int width) {
    return IntStream.range(0, width)
        .mapToObj(index -> column(table, index))
        .collect(Collectors.joining(", "));
  }

  /** {@code t.c4 AS c0, t.c2 AS c1}: the columns at these indexes. */
  static String picked(String table, List<Integer> indexes) {
    return IntStream.range(0, indexes.size())
        .mapToObj(i -> column(table, indexes.get(i)) + " AS " + column(i))
        .collect(Collectors.joining(", "));
  }

  /** {@code t.c4, t.c2}. */
  static String listed(String table, List<Integer> indexes) {
    return indexes.stream().map(index -> column(table, index)).collect(Collectors.joining(", "));
  }

  static String expression(String table, Expression expression) {
    IntFunction<String> columns = index -> column(table, index);
    if (expression instanceof Expression.Column column) {
      return columns.apply(column.index());
    }
    if (expression instanceof Expr expr) {
      return expr.toPostgres(columns);
    }
    throw new IllegalArgumentException("Invalid plan: expected one of SQL, actual " + expression);
  }

  /** Text with a comma behind it; nothing, if it is empty. */
  static String withComma(String list) {
    return list.isEmpty() ? "" : list + ", ";
  }
}
