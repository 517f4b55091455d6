package io.tidemark.sql.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column are. Any may be null.
 *
 * @param kind which type
 * @param precision digits in all, of a DECIMAL; 0 if it has any number of them
 * @param scale digits after the point, of a DECIMAL; 0 if it has any number of them
 */
public record SqlType(Kind kind, int precision, int scale) {
  /** Text, ordered by code points. */
  public static final SqlType VARCHAR = of(Kind.VARCHAR);

  /** {@link Long}. */
  public static final SqlType BIGINT = of(Kind.BIGINT);

  /** {@link Long} too; what is computed of it is BIGINT. */
  public static final SqlType INTEGER = of(Kind.INTEGER);

  /** {@link Double}. */
  public static final SqlType DOUBLE = of(Kind.DOUBLE);

  /** {@link Boolean}. */
  public static final SqlType BOOLEAN = of(Kind.BOOLEAN);

  /** {@link Instant} of whole microseconds; written and read in UTC. */
  public static final SqlType TIMESTAMP = of(Kind.TIMESTAMP);

  /** {@link LocalDate}. */
  public static final SqlType DATE = of(Kind.DATE);

  /** {@link java.util.UUID}. */
  public static final SqlType UUID = of(Kind.UUID);

  /** {@link BigDecimal} of any number of digits, without zeros at its end. */
  public static final SqlType DECIMAL = of(Kind.DECIMAL);

  /** That of a NULL of which nothing more is known. */
  public static final SqlType NULL = of(Kind.NULL);

  /** Most digits of a DECIMAL that has a scale. */
  public static final int MAX_PRECISION = 38;

  /** As many digits before the point as PostgreSQL takes. */
  private static final int MOST_WHOLE_DIGITS = 131_072;

  /** As many digits after it. */
  private static final int MOST_DECIMALS = 16_383;

  private static final Pattern TEXT =
      Pattern.compile("([A-Z]+)(?:\\((\\d{1,2})(?:,\\s*(\\d{1,2}))?\\))?");

  /** The types by name. */
  public enum Kind {
    /** {@link SqlType#VARCHAR}. */
    VARCHAR,
    /** {@link SqlType#BIGINT}. */
    BIGINT,
    /** {@link SqlType#INTEGER}. */
    INTEGER,
    /** {@link SqlType#DECIMAL}. */
    DECIMAL,
    /** {@link SqlType#DOUBLE}. */
    DOUBLE,
    /** {@link SqlType#BOOLEAN}. */
    BOOLEAN,
    /** {@link SqlType#TIMESTAMP}. */
    TIMESTAMP,
    /** {@link SqlType#DATE}. */
    DATE,
    /** {@link SqlType#UUID}. */
    UUID,
    /** {@link SqlType#NULL}. */
    NULL
  }

  private static SqlType of(Kind kind) {
    return new SqlType(kind, 0, 0);
  }

  /**
   * BigDecimals of one scale.
   *
   * @throws IllegalArgumentException if the precision is not from 1 to 38, or the scale not from 0
   *     to that
   */
  public static SqlType decimal(int precision, int scale) {
    if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "Invalid type DECIMAL(%d, %d): expected a precision of 1 to %d and a scale of 0 to that"
              .formatted(precision, scale, MAX_PRECISION));
    }
    return new SqlType(Kind.DECIMAL, precision, scale);
  }

  /**
   * Reads what {@link #toString} writes; VARCHAR and TIMESTAMP may have a length, of which nothing
   * follows.
   *
   * @throws IllegalArgumentException if it is no such type
   */
  public static SqlType parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw unknown(text);
    }
    String precision = matcher.group(2);
    String scale = matcher.group(3);
    return switch (matcher.group(1)) {
      case "VARCHAR", "STRING", "CHAR" -> VARCHAR;
      case "BIGINT" -> BIGINT;
      case "INTEGER", "INT" -> INTEGER;
      case "DOUBLE" -> DOUBLE;
      case "BOOLEAN" -> BOOLEAN;
      case "TIMESTAMP" -> TIMESTAMP;
      case "DATE" -> DATE;
      case "UUID" -> UUID;
      case "DECIMAL", "NUMERIC" ->
          precision == null
              ? DECIMAL
              : decimal(Integer.parseInt(precision), scale == null ? 0 : Integer.parseInt(scale));
      default -> throw unknown(text);
    };
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "Unknown type %s: expected one of VARCHAR, BIGINT, INTEGER, DECIMAL, DECIMAL(p, s), DOUBLE, BOOLEAN, TIMESTAMP, DATE, UUID"
            .formatted(text));
  }

  /** The class of its values. */
  public Class<?> javaType() {
    return switch (kind) {
      case VARCHAR, NULL -> String.class;
      case BIGINT, INTEGER -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case DOUBLE -> Double.class;
      case BOOLEAN -> Boolean.class;
      case TIMESTAMP -> Instant.class;
      case DATE -> LocalDate.class;
      case UUID -> UUID.class;
    };
  }

  /** Whether one can calculate with it. */
  public boolean isNumeric() {
    return isWhole() || kind == Kind.DECIMAL || kind == Kind.DOUBLE;
  }

  /** Whether its values are {@link Long}s. */
  public boolean isWhole() {
    return kind == Kind.BIGINT || kind == Kind.INTEGER;
  }

  /** Whether it is a DECIMAL whose values may have any number of digits. */
  public boolean isUnlimited() {
    return kind == Kind.DECIMAL && precision == 0;
  }

  /**
   * The one form of all equal values.
   *
   * @throws IllegalArgumentException if it is no value of this type
   * @throws ArithmeticException if it has too many digits
   */
  public @Nullable Object stored(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case VARCHAR ->
          value instanceof Enum<?> constant ? constant.name() : cast(value, String.class);
      case BIGINT, INTEGER ->
          value instanceof Integer number ? (Object) number.longValue() : cast(value, Long.class);
      case DECIMAL -> exact(cast(value, BigDecimal.class));
      case DOUBLE -> cast(value, Double.class) + 0.0; // -0.0 is 0.0
      case BOOLEAN -> cast(value, Boolean.class);
      case TIMESTAMP -> cast(value, Instant.class).truncatedTo(ChronoUnit.MICROS);
      case DATE -> cast(value, LocalDate.class);
      case UUID -> cast(value, UUID.class);
      case NULL -> throw new IllegalArgumentException("expected nothing, actual " + value);
    };
  }

  /**
   * A DECIMAL of this type, rounded half up to its scale.
   *
   * @throws ArithmeticException if it has more digits before the point than the type allows
   */
  public BigDecimal rounded(BigDecimal value) {
    requireBounded(value);
    if (isUnlimited()) {
      BigDecimal stripped = value.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > precision) {
      throw new ArithmeticException(value + " does not fit into " + this);
    }
    return rounded;
  }

  /**
   * Refuses a number of more digits than PostgreSQL has for any: a few characters such as
   * 1e999999999 can be a thousand million digits.
   *
   * @throws ArithmeticException if it is one
   */
  public static void requireBounded(BigDecimal value) {
    if ((long) value.precision() - value.scale() > MOST_WHOLE_DIGITS
        || value.scale() > MOST_DECIMALS) {
      throw new ArithmeticException(
          "%.20s... has more than %d digits before or %d after the point"
              .formatted(value, MOST_WHOLE_DIGITS, MOST_DECIMALS));
    }
  }

  private BigDecimal exact(BigDecimal value) {
    BigDecimal rounded = rounded(value);
    if (rounded.compareTo(value) != 0) {
      throw new ArithmeticException(value + " has more digits after the point than " + this);
    }
    return rounded;
  }

  private <T> T cast(Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "expected a %s for %s, actual %s of %s"
              .formatted(type.getSimpleName(), this, value, value.getClass().getName()));
    }
    return type.cast(value);
  }

  /** As it is written in SQL. */
  @Override
  public String toString() {
    return precision == 0 ? kind.name() : "%s(%d, %d)".formatted(kind, precision, scale);
  }
}
