package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Whether there is no value. */
public record IsNull(Expr operand) implements Expr {
  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public Object of(Tuple row) {
    return operand.of(row) == null;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(%s IS NULL)".formatted(operand.toPostgres(columns));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new IsNull(change.apply(operand));
  }

  @Override
  public String toString() {
    return operand + " IS NULL";
  }
}
