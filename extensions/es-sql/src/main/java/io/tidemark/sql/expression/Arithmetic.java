package io.tidemark.sql.expression;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sum, difference, product, quotient or remainder. Whole numbers stay whole: 7 / 2 is 3, and what
 * exceeds 64 bits is an ArithmeticException. Decimals are rounded half up to the scale of the type.
 *
 * @param type of the result; operands are of its kind
 */
public record Arithmetic(Operator operator, Expr left, Expr right, SqlType type) implements Expr {
  /** Digits after the point of a quotient of decimals of any scale. */
  public static final int QUOTIENT_SCALE = 18;

  /** What is done. */
  public enum Operator {
    /** A sum. */
    PLUS("+"),
    /** A difference. */
    MINUS("-"),
    /** A product. */
    TIMES("*"),
    /** A quotient. */
    DIVIDED("/"),
    /** A remainder, with the sign of the first. */
    MODULO("%");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  @Override
  public @Nullable Object of(Tuple row) {
    Object a = left.of(row);
    Object b = a == null ? null : right.of(row);
    if (a == null || b == null) {
      return null;
    }
    if (a instanceof Long x) {
      return whole(x, (Long) b);
    }
    return a instanceof Double x ? (Object) floating(x, (Double) b) : exact(a, b);
  }

  private long whole(long a, long b) {
    return switch (operator) {
      case PLUS -> Math.addExact(a, b);
      case MINUS -> Math.subtractExact(a, b);
      case TIMES -> Math.multiplyExact(a, b);
      case DIVIDED -> a == Long.MIN_VALUE && b == -1 ? Math.negateExact(a) : a / b;
      case MODULO -> a % b;
    };
  }

  private double floating(double a, double b) {
    double result =
        switch (operator) {
          case PLUS -> a + b;
          case MINUS -> a - b;
          case TIMES -> a * b;
          case DIVIDED -> a / b;
          case MODULO -> a % b;
        };
    return result + 0.0; // -0.0 is 0.0
  }

  private BigDecimal exact(Object first, Object second) {
    BigDecimal a = (BigDecimal) first;
    BigDecimal b = (BigDecimal) second;
    return type.rounded(
        switch (operator) {
          case PLUS -> a.add(b);
          case MINUS -> a.subtract(b);
          case TIMES -> a.multiply(b);
          case DIVIDED -> a.divide(b, quotientScale(), RoundingMode.HALF_UP);
          case MODULO -> a.remainder(b);
        });
  }

  private int quotientScale() {
    return type.isUnlimited() ? QUOTIENT_SCALE : type.scale();
  }

  @Override
  public String toPostgres(IntFunction<String> columns) {
    String a = left.toPostgres(columns);
    String b = right.toPostgres(columns);
    if (type.kind() != SqlType.Kind.DECIMAL) {
      return "(%s %s %s)".formatted(a, operator, b);
    }
    // The server chooses the digits of a quotient by those of the operands.
    return operator == Operator.DIVIDED
        ? "round((%s * 1.%s) / %s, %d)::%s"
            .formatted(a, "0".repeat(quotientScale()), b, quotientScale(), PostgresTypes.of(type))
        : "(%s %s %s)::%s".formatted(a, operator, b, PostgresTypes.of(type));
  }

  @Override
  public Expr withOperands(UnaryOperator<Expr> change) {
    return new Arithmetic(operator, change.apply(left), change.apply(right), type);
  }

  @Override
  public String toString() {
    return "(%s %s %s)".formatted(left, operator, right);
  }
}
