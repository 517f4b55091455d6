package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The first of some values of one type that is not null. */
public record Coalesce(List<Expr> operands, SqlType type) implements Expr {
  @Override
  public @Nullable Object of(Tuple row) {
    for (Expr operand : operands) {
      Object value = operand.of(row);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return operands.stream()
        .map(operand -> operand.toPostgres(columns))
        .collect(Collectors.joining(", ", "COALESCE(", ")"));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Coalesce(operands.stream().map(change).toList(), type);
  }

  @Override
  public String toString() {
    return operands.stream()
        .map(Expr::toString)
        .collect(Collectors.joining(", ", "COALESCE(", ")"));
  }
}
