package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Whether a condition has this truth value, and not the other or null. */
public record IsTruth(Expr operand, boolean truth) implements Expr {
  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public Object of(Tuple row) {
    Object value = operand.of(row);
    return value != null && (Boolean) value == truth;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(%s IS %s)".formatted(operand.toPostgres(columns), truth);
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new IsTruth(change.apply(operand), truth);
  }

  @Override
  public String toString() {
    return operand + " IS " + truth;
  }
}
