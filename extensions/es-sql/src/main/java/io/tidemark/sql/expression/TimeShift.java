package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A time so much later: first by months, where the last day of a month stays in it, then by
 * microseconds.
 */
public record TimeShift(Expr operand, int months, long micros) implements Expr {
  /** Those of PostgreSQL. */
  private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");

  private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");

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
    Instant time = (Instant) value;
    try {
      if (months != 0) {
        time =
            LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                .plusMonths(months)
                .toInstant(ZoneOffset.UTC);
      }
      return requireStorable(time.plus(micros, ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      throw beyond();
    }
  }

  private Instant requireStorable(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw beyond();
    }
    return time;
  }

  private ArithmeticException beyond() {
    return new ArithmeticException("%s is beyond all times".formatted(this));
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    String shifted = operand.toPostgres(columns);
    if (months != 0) {
      shifted = "(%s + '%d months'::interval)".formatted(shifted, months);
    }
    return "(%s + %s)".formatted(shifted, PostgresTypes.interval(micros));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new TimeShift(change.apply(operand), months, micros);
  }

  @Override
  public String toString() {
    return "%s + %d months %d us".formatted(operand, months, micros);
  }
}
