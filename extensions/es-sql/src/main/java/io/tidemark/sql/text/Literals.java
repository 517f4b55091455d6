package io.tidemark.sql.text;

import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.Texts;
import io.tidemark.sql.table.SqlType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** Values that a statement says itself. */
public final class Literals {
  private Literals() {}

  /**
   * The value of a literal; of an INTERVAL see {@link Intervals}.
   *
   * @throws IllegalArgumentException if it is of a type that columns do not have
   */
  public static Literal of(SqlLiteral literal) {
    if (literal instanceof SqlNumericLiteral number) {
      return number(number);
    }
    if (literal instanceof SqlUnknownLiteral time) {
      return time(time.tag, time.getValueAs(String.class));
    }
    Object value = literal.getValue();
    if (literal.getTypeName() == SqlTypeName.NULL || value == null) {
      return Literal.NULL;
    }
    if (value instanceof NlsString text) {
      return new Literal(text.getValue(), SqlType.VARCHAR);
    }
    if (value instanceof Boolean) {
      return new Literal(value, SqlType.BOOLEAN);
    }
    throw new IllegalArgumentException(
        "expected a number, a text, TRUE, FALSE, NULL, DATE '2026-03-01' or TIMESTAMP '2026-03-01 10:00:00', actual "
            + literal);
  }

  private static Literal number(SqlNumericLiteral literal) {
    BigDecimal value = literal.bigDecimalValue();
    if (value == null) {
      return Literal.NULL;
    }
    if (literal.toString().toUpperCase(Locale.ROOT).contains("E")) {
      return new Literal(finite(value), SqlType.DOUBLE);
    }
    if (value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE) {
      return new Literal(value.longValueExact(), SqlType.BIGINT);
    }
    int scale = Math.max(0, value.scale());
    SqlType type = SqlType.decimal(Math.max(value.precision(), Math.max(1, scale)), scale);
    return new Literal(type.stored(value), type);
  }

  private static double finite(BigDecimal value) {
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      throw new IllegalArgumentException("expected a number of at most 1.8E308, actual " + value);
    }
    return number;
  }

  private static Literal time(String tag, String text) {
    try {
      return switch (tag) {
        case "DATE" -> new Literal(LocalDate.parse(text.strip()), SqlType.DATE);
        case "TIMESTAMP" -> new Literal(Texts.timestamp(text), SqlType.TIMESTAMP);
        default -> throw new IllegalArgumentException("expected DATE or TIMESTAMP, actual " + tag);
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected DATE '2026-03-01' or TIMESTAMP '2026-03-01 10:00:00.000', actual %s '%s'"
              .formatted(tag, text),
          e);
    }
  }
}
