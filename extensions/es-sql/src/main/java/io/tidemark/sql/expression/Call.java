package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a function gives for arguments; null if any of them is. */
public record Call(ScalarFunction function, List<Expr> arguments, SqlType type) implements Expr {
  @Override
  public @Nullable Object of(Tuple row) {
    Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = arguments.get(i).of(row);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return type.stored(function.apply(values));
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    Object[] texts = arguments.stream().map(each -> each.toPostgres(columns)).toArray();
    String value = function.toPostgres(texts);
    return type.kind() == SqlType.Kind.DECIMAL
        ? "%s::%s".formatted(value, PostgresTypes.of(type))
        : value;
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Call(function, arguments.stream().map(change).toList(), type);
  }

  @Override
  public String toString() {
    return function + arguments.toString().replace('[', '(').replace(']', ')');
  }
}
