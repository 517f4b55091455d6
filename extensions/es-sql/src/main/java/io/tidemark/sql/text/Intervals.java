package io.tidemark.sql.text;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;

/**
 * How long an INTERVAL literal is. Other than in Calcite a number may have any number of digits.
 *
 * @param months of years and months
 * @param micros of the smaller units
 */
public record Intervals(int months, long micros) {
  private static final List<TimeUnit> SMALL =
      List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

  /** Without exponents, with which a few characters are any number of digits. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9]*(?:[-:. ][0-9]+){0,4}");

  private static final long MICROS_OF_MILLI = 1_000;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if its text does not fit its units
   */
  public static Intervals of(SqlIntervalLiteral literal) {
    SqlIntervalLiteral.IntervalValue value =
        literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    SqlIntervalQualifier qualifier = value.getIntervalQualifier();
    String text = value.getIntervalLiteral().strip();
    int sign = value.getSign() * (text.startsWith("-") ? -1 : 1);
    try {
      String digits = text.replaceFirst("^[+-]", "");
      if (!NUMBERS.matcher(digits).matches()) {
        throw new NumberFormatException(digits);
      }
      return qualifier.isYearMonth()
          ? new Intervals(Math.toIntExact(sign * months(qualifier, digits)), 0)
          : new Intervals(0, sign * micros(qualifier, digits));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected an interval as INTERVAL '5' MINUTE or INTERVAL '1:30' HOUR TO MINUTE, actual "
              + literal,
          e);
    }
  }

  private static long months(SqlIntervalQualifier qualifier, String text) {
    if (qualifier.getStartUnit() == TimeUnit.MONTH) {
      return Long.parseLong(text);
    }
    String[] parts = text.split("-", -1);
    requireCount(parts, qualifier.getUnit() == TimeUnit.MONTH ? 2 : 1, text);
    long years = Math.multiplyExact(Long.parseLong(parts[0]), 12);
    return parts.length == 1 ? years : Math.addExact(years, Long.parseLong(parts[1]));
  }

  private static long micros(SqlIntervalQualifier qualifier, String text) {
    int first = SMALL.indexOf(qualifier.getStartUnit());
    int last = SMALL.indexOf(qualifier.getUnit());
    String[] parts = text.split("[ :]", -1);
    requireCount(parts, first < 0 ? -1 : last - first + 1, text);
    BigDecimal millis = BigDecimal.ZERO;
    for (int i = 0; i < parts.length; i++) {
      BigDecimal unit = SMALL.get(first + i).multiplier;
      millis = millis.add(new BigDecimal(parts[i]).multiply(unit));
    }
    return millis.multiply(BigDecimal.valueOf(MICROS_OF_MILLI)).longValueExact();
  }

  private static void requireCount(String[] parts, int count, String text) {
    if (parts.length != count) {
      throw new NumberFormatException(text);
    }
  }
}
