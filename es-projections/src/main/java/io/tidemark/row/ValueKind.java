package io.tidemark.row;

import io.tidemark.dataflow.ValueOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a component of a row can be. */
public enum ValueKind {
  /** {@link String}, without NUL and without half of a surrogate pair. */
  TEXT,
  /** Any enum; its constants are stored, and ordered, by name. */
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
  UUID,
  /** A record, a {@link List} or a {@link Map} of text, with simple values within; has no order. */
  JSON;

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
    if (isSimple(type)) {
      return type.isEnum() ? ENUM : Objects.requireNonNull(BY_CLASS.get(type));
    }
    if (type.isRecord() || type == List.class || type == Map.class) {
      return JSON;
    }
    throw new IllegalArgumentException(
        "Invalid type %s: expected an enum, a record, a List, a Map of text or one of String, long, int, BigDecimal, double, boolean, Instant, LocalDate, UUID, or an Optional of these"
            .formatted(type.getName()));
  }

  /** Whether it is the type of values that have a column of their own kind. */
  static boolean isSimple(Class<?> type) {
    return type.isEnum() || BY_CLASS.containsKey(type);
  }

  /**
   * The value as it will be read back. Without this a row would differ between one batch and two.
   *
   * @throws IllegalArgumentException if the database cannot hold it, or it is {@link #JSON}, of
   *     which only its component knows the form
   */
  public Object stored(Object value) {
    return switch (this) {
      case TEXT -> Storable.text((String) value);
      case DECIMAL -> Storable.decimal((BigDecimal) value);
      case INSTANT -> Storable.instant((Instant) value);
      case DATE -> Storable.date((LocalDate) value);
      case ENUM, LONG, INTEGER, DOUBLE, BOOLEAN, UUID -> value;
      case JSON -> throw new IllegalArgumentException("expected a simple value, actual JSON");
    };
  }

  /**
   * The one form of all values that the database takes for the same key: 1.0 and 1.00 are one key,
   * and so are 0.0 and -0.0.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  public Object keyForm(Object value) {
    Object stored = stored(value);
    if (stored instanceof BigDecimal decimal) {
      return Storable.decimal(decimal.stripTrailingZeros());
    }
    return stored instanceof Double number ? (Object) (number + 0.0) : stored;
  }

  /**
   * How the database orders two values that {@link #stored} has given.
   *
   * @throws IllegalArgumentException if it is {@link #JSON}, which has no order
   */
  public Comparator<Object> order() {
    return switch (this) {
      case ENUM -> (one, other) -> ValueOrder.compare(name(one), name(other));
      case JSON -> throw new IllegalArgumentException("expected an order, actual JSON");
      case TEXT, LONG, INTEGER, DECIMAL, DOUBLE, BOOLEAN, INSTANT, DATE, UUID ->
          ValueOrder::compare;
    };
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name();
  }
}
