package io.tidemark.sql.expression;

import io.tidemark.sql.expression.Arithmetic.Operator;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.table.SqlType.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Which type follows from which, as in Flink; what has no type is an IllegalArgumentException. */
public final class Typing {
  private static final int MIN_SCALE = 6;

  private Typing() {}

  /** A type that holds the values of both. */
  public static Optional<SqlType> common(SqlType a, SqlType b) {
    if (a.equals(b) || b.equals(SqlType.NULL)) {
      return Optional.of(a);
    }
    if (a.equals(SqlType.NULL)) {
      return Optional.of(b);
    }
    if (a.isNumeric() && b.isNumeric()) {
      return Optional.of(commonNumber(a, b));
    }
    boolean areTimes = isTime(a) && isTime(b);
    return areTimes ? Optional.of(SqlType.TIMESTAMP) : Optional.empty();
  }

  private static SqlType commonNumber(SqlType a, SqlType b) {
    if (a.kind() == Kind.DOUBLE || b.kind() == Kind.DOUBLE) {
      return SqlType.DOUBLE;
    }
    if (a.isWhole() && b.isWhole()) {
      return SqlType.BIGINT;
    }
    if (a.isUnlimited() || b.isUnlimited()) {
      return SqlType.DECIMAL;
    }
    int scale = Math.max(scale(a), scale(b));
    return limited(Math.max(precision(a) - scale(a), precision(b) - scale(b)) + scale, scale);
  }

  private static boolean isTime(SqlType type) {
    return type.equals(SqlType.TIMESTAMP) || type.equals(SqlType.DATE);
  }

  /** A type that holds the values of all. */
  public static SqlType common(List<Expr> values) {
    SqlType type = SqlType.NULL;
    for (Expr value : values) {
      SqlType before = type;
      type =
          common(before, value.type())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "expected values of one type, actual %s and %s"
                              .formatted(before, value.type())));
    }
    return type;
  }

  /** Two values, compared as what they have in common. */
  public static Expr comparison(Comparison.Relation relation, Expr left, Expr right) {
    SqlType type =
        common(left.type(), right.type())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected values of one type, actual %s %s %s; write CAST(... AS %s)"
                            .formatted(left.type(), relation, right.type(), left.type())));
    return new Comparison(relation, Cast.to(type, left), Cast.to(type, right));
  }

  /** Two numbers. */
  public static Expr arithmetic(Operator operator, Expr left, Expr right) {
    SqlType a = left.type().equals(SqlType.NULL) ? right.type() : left.type();
    SqlType b = right.type().equals(SqlType.NULL) ? a : right.type();
    if (!a.isNumeric() || !b.isNumeric()) {
      throw new IllegalArgumentException(
          "expected numbers, actual %s %s %s".formatted(left.type(), operator, right.type()));
    }
    SqlType type = commonNumber(a, b);
    if (a.isWhole() && b.isWhole()) {
      type = SqlType.BIGINT;
    }
    if (type.kind() != Kind.DECIMAL) {
      return new Arithmetic(operator, Cast.to(type, left), Cast.to(type, right), type);
    }
    Expr first = a.isWhole() ? Cast.to(asDecimal(a), left) : left;
    Expr second = b.isWhole() ? Cast.to(asDecimal(b), right) : right;
    return new Arithmetic(
        operator, first, second, type.isUnlimited() ? type : decimal(operator, a, b));
  }

  private static SqlType decimal(Operator operator, SqlType a, SqlType b) {
    int p1 = precision(a);
    int s1 = scale(a);
    int p2 = precision(b);
    int s2 = scale(b);
    int scale = Math.max(s1, s2);
    return switch (operator) {
      case PLUS, MINUS -> limited(Math.max(p1 - s1, p2 - s2) + scale + 1, scale);
      case TIMES -> limited(p1 + p2 + 1, s1 + s2);
      case DIVIDED -> {
        int quotient = Math.max(MIN_SCALE, s1 + p2 + 1);
        yield limited(p1 - s1 + s2 + quotient, quotient);
      }
      case MODULO -> limited(Math.min(p1 - s1, p2 - s2) + scale, scale);
    };
  }

  /** Where digits are too many, those after the point give way, down to six. */
  private static SqlType limited(int precision, int scale) {
    if (precision <= SqlType.MAX_PRECISION) {
      return SqlType.decimal(Math.max(1, precision), scale);
    }
    int kept = Math.max(SqlType.MAX_PRECISION - (precision - scale), Math.min(scale, MIN_SCALE));
    return SqlType.decimal(SqlType.MAX_PRECISION, kept);
  }

  private static SqlType asDecimal(SqlType whole) {
    return SqlType.decimal(precision(whole), 0);
  }

  private static int precision(SqlType type) {
    return switch (type.kind()) {
      case BIGINT -> 19;
      case INTEGER -> 10;
      default -> type.precision();
    };
  }

  private static int scale(SqlType type) {
    return type.scale();
  }

  /** A number with the other sign. */
  public static Expr negated(Expr operand) {
    if (!operand.type().isNumeric()) {
      throw new IllegalArgumentException("expected a number, actual " + operand.type());
    }
    SqlType type = operand.type().isWhole() ? SqlType.BIGINT : operand.type();
    Object zero =
        switch (type.kind()) {
          case DECIMAL -> type.stored(BigDecimal.ZERO);
          case DOUBLE -> -0.0;
          default -> 0L;
        };
    return new Arithmetic(Operator.MINUS, new Literal(zero, type), Cast.to(type, operand), type);
  }

  /** That of a sum over many rows. */
  public static SqlType sum(SqlType type) {
    return switch (type.kind()) {
      case BIGINT, INTEGER -> SqlType.BIGINT;
      case DOUBLE -> type;
      case DECIMAL ->
          type.isUnlimited() ? type : SqlType.decimal(SqlType.MAX_PRECISION, type.scale());
      default -> throw new IllegalArgumentException("expected a number, actual " + type);
    };
  }

  /** That of a variance over many rows, and of its root. */
  public static SqlType spread(SqlType type) {
    SqlType average = average(type);
    return average.isWhole() ? SqlType.decimal(SqlType.MAX_PRECISION, MIN_SCALE) : average;
  }

  /** That of a mean over many rows: of whole numbers a whole one. */
  public static SqlType average(SqlType type) {
    SqlType sum = sum(type);
    return sum.kind() == Kind.DECIMAL && !sum.isUnlimited()
        ? SqlType.decimal(SqlType.MAX_PRECISION, Math.max(MIN_SCALE, type.scale()))
        : sum;
  }
}
