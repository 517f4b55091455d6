package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** TRUE for FALSE, FALSE for TRUE, and null for null. */
public record Not(Expr operand) implements Expr {
  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    return value == null ? null : !(Boolean) value;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "(NOT %s)".formatted(operand.toPostgres(columns));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Not(change.apply(operand));
  }

  @Override
  public String toString() {
    return "NOT " + operand;
  }
}
