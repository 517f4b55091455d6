package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.table.SqlType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value as one of another type. What does not fit is an error: a text that is no number, a number
 * with too many digits. Digits after the point are cut off for whole numbers, and rounded half up
 * for decimals.
 */
public record Cast(Expr operand, SqlType type) implements Expr {
  /** As this type; the operand itself if that is of it. */
  public static Expr to(SqlType type, Expr operand) {
    if (operand.type().equals(type) || type.equals(SqlType.NULL)) {
      return operand;
    }
    return operand instanceof Literal literal && literal.value() == null
        ? new Literal(null, type)
        : new Cast(operand, type);
  }

  /** Whether there is such a thing. */
  public static boolean isPossible(SqlType from, SqlType to) {
    return from.kind() == to.kind()
        || from.equals(SqlType.NULL)
        || (from.isNumeric() && to.isNumeric())
        || (from.equals(SqlType.VARCHAR) && !to.equals(SqlType.NULL))
        || (to.equals(SqlType.VARCHAR) && isReadable(from.kind()))
        || (from.equals(SqlType.DATE) && to.equals(SqlType.TIMESTAMP))
        || (from.equals(SqlType.TIMESTAMP) && to.equals(SqlType.DATE));
  }

  private static boolean isReadable(Kind kind) {
    return kind == Kind.BIGINT
        || kind == Kind.INTEGER
        || kind == Kind.DECIMAL
        || kind == Kind.DATE
        || kind == Kind.BOOLEAN
        || kind == Kind.UUID
        || kind == Kind.TIMESTAMP;
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object value = operand.of(row);
    if (value == null) {
      return null;
    }
    try {
      return switch (type.kind()) {
        case VARCHAR -> Texts.of(value);
        case BIGINT, INTEGER -> whole(value);
        case DECIMAL -> type.rounded(decimal(value));
        case DOUBLE ->
            type.stored(
                value instanceof String text ? Double.valueOf(text.strip()) : number(value));
        case BOOLEAN -> value instanceof String text ? (Object) Texts.truth(text) : value;
        case TIMESTAMP -> timestamp(value);
        case DATE -> date(value);
        case UUID -> value instanceof String text ? UUID.fromString(text) : value;
        case NULL -> value;
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ArithmeticException("%s is no %s".formatted(value, type));
    }
  }

  private static Object number(Object value) {
    return ((Number) value).doubleValue();
  }

  private long whole(Object value) {
    if (value instanceof Long number) {
      return type.kind() == Kind.INTEGER ? Math.toIntExact(number) : number;
    }
    long cut = decimal(value).setScale(0, RoundingMode.DOWN).longValueExact();
    return type.kind() == Kind.INTEGER ? Math.toIntExact(cut) : cut;
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number);
    }
    BigDecimal read = new BigDecimal(((String) value).strip());
    SqlType.requireBounded(read);
    return read;
  }

  private static Instant timestamp(Object value) {
    if (value instanceof LocalDate day) {
      return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return value instanceof String text ? Texts.timestamp(text) : (Instant) value;
  }

  private static LocalDate date(Object value) {
    if (value instanceof Instant time) {
      return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
    return value instanceof String text ? LocalDate.parse(text.strip()) : (LocalDate) value;
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    String value = operand.toPostgres(columns);
    String target = PostgresTypes.of(type);
    if (type.isWhole() && !operand.type().isWhole() && operand.type().isNumeric()) {
      return "trunc(%s)::%s".formatted(value, target);
    }
    if (type.equals(SqlType.VARCHAR)) {
      return switch (operand.type().kind()) {
        case BOOLEAN -> "upper(%s::%s)".formatted(value, target);
        case TIMESTAMP -> "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.MS')".formatted(value);
        default -> "(%s)::%s".formatted(value, target);
      };
    }
    return "(%s)::%s".formatted(value, target);
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Cast(change.apply(operand), type);
  }

  @Override
  public String toString() {
    return "CAST(%s AS %s)".formatted(operand, type);
  }
}
