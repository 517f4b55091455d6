package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether all of some conditions hold, or any. One that decides is enough, even if others are null;
 * those after it are not looked at.
 *
 * @param isAll AND, else OR
 */
public record Logic(boolean isAll, List<Expr> operands) implements Expr {
  @Override
  public SqlType type() {
    return SqlType.BOOLEAN;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    boolean isUnknown = false;
    for (Expr operand : operands) {
      Object value = operand.of(row);
      if (value == null) {
        isUnknown = true;
      } else if ((Boolean) value != isAll) {
        return value;
      }
    }
    return isUnknown ? null : (Object) isAll;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return joined(operands.stream().map(operand -> operand.toPostgres(columns)).toList());
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Logic(isAll, operands.stream().map(change).toList());
  }

  @Override
  public String toString() {
    return joined(operands.stream().map(Expr::toString).toList());
  }

  private String joined(List<String> texts) {
    return texts.stream().collect(Collectors.joining(isAll ? " AND " : " OR ", "(", ")"));
  }
}
