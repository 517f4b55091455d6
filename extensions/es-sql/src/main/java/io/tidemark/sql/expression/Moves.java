package io.tidemark.sql.expression;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The columns of values, and values of rows whose columns have moved. */
public final class Moves {
  private Moves() {}

  /** The columns from an index on are so many places further. */
  public static Expr from(Expr value, int index, int places) {
    return each(
        value,
        column ->
            column.index() < index
                ? column
                : new ColumnRef(column.index() + places, column.type(), column.name()));
  }

  /** Each column becomes something else. */
  public static Expr each(Expr value, Function<ColumnRef, Expr> change) {
    UnaryOperator<Expr> within = operand -> each(operand, change);
    return value instanceof ColumnRef column ? change.apply(column) : value.withOperands(within);
  }

  /** The columns that a value is computed of. */
  public static Set<Integer> columns(Expr value) {
    Set<Integer> columns = new TreeSet<>();
    each(
        value,
        column -> {
          columns.add(column.index());
          return column;
        });
    return columns;
  }
}
