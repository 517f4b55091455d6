package io.tidemark.sketch.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The one text of all values that are equal, so that they count once. Numbers are equal by their
 * value, whatever their type and scale: 1, 1L, 1.0 and a decimal 1.00 are one. Thread-safe.
 */
public final class EqualForm {
  private EqualForm() {}

  /**
   * The text of a value.
   *
   * @throws IllegalArgumentException if it is of a type of which that is not known
   */
  public static String of(Object value) {
    if (value instanceof Number number) {
      return ofNumber(number);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Instant
        || value instanceof LocalDate
        || value instanceof UUID) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        "Invalid value of a sketch: expected a String, a number, an enum, a Boolean, an Instant, a LocalDate or a UUID, actual "
            + value.getClass().getName());
  }

  private static String ofNumber(Number number) {
    if (number instanceof Double || number instanceof Float) {
      double real = number.doubleValue();
      return Double.isFinite(real) ? plain(new BigDecimal(number.toString())) : number.toString();
    }
    return plain(
        number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString()));
  }

  /** Not all digits, which may be very many: 1E+1000 has two. */
  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.signum() == 0
        ? "0"
        : Math.abs((long) stripped.scale()) > 40 ? stripped.toString() : stripped.toPlainString();
  }
}
