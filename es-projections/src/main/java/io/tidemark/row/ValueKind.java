package io.tidemark.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What a component of a row can be. */
public enum ValueKind {
  /** {@link String}. */
  TEXT,
  /** Any enum; its constants are stored by name. */
  ENUM,
  /** {@code long}. */
  LONG,
  /** {@code int}. */
  INTEGER,
  /** {@link BigDecimal}; value and scale are kept. */
  DECIMAL,
  /** {@code double}. */
  DOUBLE,
  /** {@code boolean}. */
  BOOLEAN,
  /** {@link Instant}, cut to microseconds. */
  INSTANT,
  /** {@link LocalDate}. */
  DATE,
  /** {@link java.util.UUID}. */
  UUID;

  private static final Map<Class<?>, ValueKind> BY_CLASS =
      Map.ofEntries(
          Map.entry(String.class, TEXT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(int.class, INTEGER),
          Map.entry(Integer.class, INTEGER),
          Map.entry(BigDecimal.class, DECIMAL),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(Instant.class, INSTANT),
          Map.entry(LocalDate.class, DATE),
          Map.entry(java.util.UUID.class, UUID));

  static ValueKind of(Class<?> type) {
    ValueKind kind = type.isEnum() ? ENUM : BY_CLASS.get(type);
    if (kind == null) {
      throw new IllegalArgumentException(
          "Invalid type %s: expected an enum or one of String, long, int, BigDecimal, double, boolean, Instant, LocalDate, UUID, or an Optional of these"
              .formatted(type.getName()));
    }
    return kind;
  }

  /**
   * The value as it will be read back. Without this a row would differ between one batch and two.
   */
  public Object stored(Object value) {
    if (value instanceof Instant instant) {
      Instant cut = instant.truncatedTo(ChronoUnit.MICROS);
      return cut.equals(instant) ? instant : cut;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }
    return value;
  }
}
