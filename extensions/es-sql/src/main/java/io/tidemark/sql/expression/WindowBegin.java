package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The latest begin of a window that is not after a time. Windows begin at even distances from the
 * epoch plus an offset.
 *
 * @param advance from one begin to the next, in microseconds
 * @param offset in microseconds, from 0 to less than the advance
 */
public record WindowBegin(Expr operand, long advance, long offset) implements Expr {
  @Override
  public SqlType type() {
    return SqlType.TIMESTAMP;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    if (value == null) {
      return null;
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value);
    long begin = micros - Math.floorMod(micros - offset, advance);
    return Instant.EPOCH.plus(begin, ChronoUnit.MICROS);
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    return "date_bin(%s, %s, '1970-01-01'::timestamp + %s)"
        .formatted(
            PostgresTypes.interval(advance),
            operand.toPostgres(columns),
            PostgresTypes.interval(offset));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new WindowBegin(change.apply(operand), advance, offset);
  }

  @Override
  public String toString() {
    return "begin of the window of " + operand;
  }
}
