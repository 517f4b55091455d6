package io.tidemark.sql.plan;

import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Values of rows whose columns have moved. */
final class Moves {
  private Moves() {}

  /** The columns from an index on are so many places further. */
  static Expr from(Expr value, int index, int places) {
    return each(
        value,
        column ->
            column.index() < index
                ? column
                : new ColumnRef(column.index() + places, column.type(), column.name()));
  }

  /** Each column becomes something else. */
  static Expr each(Expr value, Function<ColumnRef, Expr> change) {
    UnaryOperator<Expr> within = operand -> each(operand, change);
    return value instanceof ColumnRef column ? change.apply(column) : value.withOperands(within);
  }
}
