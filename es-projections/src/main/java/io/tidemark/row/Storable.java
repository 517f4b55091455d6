package io.tidemark.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What PostgreSQL can hold, and in which form it gives it back. Limits from its manual, chapter
 * "Data Types"; but no year before the first, since its driver and Java count those differently.
 */
final class Storable {
  private static final int DIGITS_BEFORE_POINT = 131_072;
  private static final int DIGITS_AFTER_POINT = 16_383;
  private static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
  private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST_INSTANT = Instant.parse("+294276-12-31T23:59:59.999999Z");

  private Storable() {}

  static String text(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || (Character.isSurrogate(c) && !isHalfOfPair(value, i))) {
        throw new IllegalArgumentException(
            "expected text, actual \\u%04x at index %d, which no UTF-8 database can store"
                .formatted((int) c, i));
      }
    }
    return value;
  }

  private static boolean isHalfOfPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  static BigDecimal decimal(BigDecimal value) {
    long before = value.signum() == 0 ? 0 : (long) value.precision() - value.scale();
    if (before > DIGITS_BEFORE_POINT || value.scale() > DIGITS_AFTER_POINT) {
      throw new IllegalArgumentException(
          "expected at most %d digits before the decimal point and %d after it, actual %d and %d"
              .formatted(
                  DIGITS_BEFORE_POINT,
                  DIGITS_AFTER_POINT,
                  Math.max(0, before),
                  Math.max(0, value.scale())));
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  /** Of so many digits; it is never rounded. */
  static BigDecimal decimal(BigDecimal value, int precision, int scale) {
    BigDecimal least = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    long before = value.signum() == 0 ? 0 : (long) least.precision() - least.scale();
    if (least.scale() > scale || before > precision - scale) {
      throw new IllegalArgumentException(
          "expected at most %d digits before the decimal point and %d after it, actual %d and %d"
              .formatted(
                  precision - scale, scale, Math.max(0, before), Math.max(0, least.scale())));
    }
    return value.setScale(scale);
  }

  static Instant instant(Instant value) {
    Instant cut = value.truncatedTo(ChronoUnit.MICROS);
    requireBetween(FIRST_INSTANT, LAST_INSTANT, cut);
    return cut.equals(value) ? value : cut;
  }

  static LocalDate date(LocalDate value) {
    requireBetween(FIRST_DATE, LAST_DATE, value);
    return value;
  }

  private static <T extends Comparable<? super T>> void requireBetween(T first, T last, T value) {
    if (value.compareTo(first) < 0 || value.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "expected %s to %s, actual %s".formatted(first, last, value));
    }
  }
}
