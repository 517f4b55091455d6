package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Always the same value. */
public record Literal(@Nullable Object value, SqlType type) implements Expr {
  /** NULL. */
  public static final Literal NULL = new Literal(null, SqlType.NULL);

  @Override
  public @Nullable Object of(Tuple row) {
    return value;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "%s::%s".formatted(value == null ? "NULL" : quoted(), PostgresTypes.of(type));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return this;
  }

  private String quoted() {
    String text = value instanceof Instant time ? time.toString().replace("Z", "") : value + "";
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public String toString() {
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }
}
