package io.tidemark.readmodel;

import io.tidemark.jdbc.SqlArray;
import io.tidemark.projection.table.TimeText;
import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Values as filters compare them, in SQL and in Java: text and enums as text, whole numbers and
 * decimals as exact numbers, doubles as doubles, times cut to microseconds, JSON as its text in one
 * form.
 */
final class ComparedValue {
  private ComparedValue() {}

  /** A value of a row. */
  static Object ofRow(RowComponent component, Object value) {
    if (component.kind() == ValueKind.JSON) {
      return component.json().encodeForComparison(value);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Integer whole ? (Object) whole.longValue() : value;
  }

  /** A value that a filter was given for a component. */
  static Object given(RowComponent component, Object value) {
    try {
      return component.kind() == ValueKind.JSON
          ? component.json().encodeForComparison(require(component.type(), value))
          : converted(component.kind(), value);
    } catch (IllegalArgumentException e) {
      throw invalid(component, e);
    }
  }

  /** An element that a list is to have: a list of it, which the other then contains. */
  static Object element(RowComponent component, Object value) {
    try {
      return component
          .json()
          .encodeForComparison(List.of(require(component.elementType().orElseThrow(), value)));
    } catch (IllegalArgumentException e) {
      throw invalid(component, e);
    }
  }

  private static IllegalArgumentException invalid(RowComponent component, Exception e) {
    return new IllegalArgumentException(
        "Invalid value for component %s: %s".formatted(component.name(), e.getMessage()), e);
  }

  private static Object converted(ValueKind kind, Object value) {
    return switch (kind) {
      case TEXT -> ValueKind.TEXT.stored(require(String.class, value));
      case ENUM ->
          value instanceof Enum<?> constant
              ? constant.name()
              : ValueKind.TEXT.stored(require(String.class, value));
      case LONG, INTEGER, DECIMAL -> exact(require(Number.class, value));
      case DOUBLE -> require(Number.class, value).doubleValue();
      case BOOLEAN -> require(Boolean.class, value);
      case INSTANT ->
          value instanceof OffsetDateTime time
              ? time.toInstant().truncatedTo(ChronoUnit.MICROS)
              : require(Instant.class, value).truncatedTo(ChronoUnit.MICROS);
      case DATE -> require(LocalDate.class, value);
      case UUID -> require(UUID.class, value);
      case JSON -> throw new AssertionError(kind);
    };
  }

  private static <T> T require(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "expected %s, actual %s %s"
              .formatted(type.getSimpleName(), value.getClass().getSimpleName(), value));
    }
    return type.cast(value);
  }

  private static Object exact(Number value) {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return value.longValue();
    }
    if (value instanceof BigInteger whole) {
      return ValueKind.DECIMAL.stored(new BigDecimal(whole));
    }
    if (value instanceof BigDecimal decimal) {
      return ValueKind.DECIMAL.stored(decimal);
    }
    if (!Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("expected a finite number, actual " + value);
    }
    return new BigDecimal(value.toString());
  }

  /** How the driver takes it. Times beyond what the database can hold are beyond all it holds. */
  static Object bindable(Object value) {
    if (value instanceof Instant instant) {
      return bindable(instant);
    }
    if (value instanceof LocalDate date && !isStorable(ValueKind.DATE, date)) {
      return date.isAfter(LocalDate.EPOCH) ? LocalDate.MAX : LocalDate.MIN;
    }
    return value;
  }

  /** The same of a time. */
  static OffsetDateTime bindable(Instant instant) {
    if (isStorable(ValueKind.INSTANT, instant)) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return instant.isAfter(Instant.EPOCH) ? OffsetDateTime.MAX : OffsetDateTime.MIN;
  }

  /** Several for one component as one array, without those that no row can have. */
  static SqlArray bindable(RowComponent component, List<Object> values) {
    ValueKind kind = component.kind();
    return switch (kind) {
      case TEXT, ENUM -> SqlArray.of("text", values);
      case LONG, INTEGER ->
          SqlArray.of("bigint", values.stream().flatMap(value -> whole(value).stream()).toList());
      case DECIMAL -> SqlArray.of("numeric", values);
      case DOUBLE -> SqlArray.of("double precision", values);
      case BOOLEAN -> SqlArray.of("boolean", values);
      case INSTANT -> SqlArray.of("timestamptz", times(kind, values));
      case DATE -> SqlArray.of("date", times(kind, values));
      case UUID -> SqlArray.of("uuid", values);
      case JSON -> SqlArray.of("jsonb", values);
    };
  }

  private static Optional<Long> whole(Object number) {
    try {
      return Optional.of(decimal(number).longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static List<String> times(ValueKind kind, List<Object> values) {
    return values.stream()
        .filter(value -> isStorable(kind, value))
        .map(value -> TimeText.of((Temporal) value))
        .toList();
  }

  static boolean isStorable(ValueKind kind, Object value) {
    try {
      kind.stored(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Two values of one component, as the database orders them. */
  static int compare(Object a, Object b) {
    if (a instanceof String) {
      return ValueKind.TEXT.order().compare(a, b);
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Long || a instanceof BigDecimal) {
      return decimal(a).compareTo(decimal(b));
    }
    return kindOf(a).order().compare(a, b);
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) number;
  }

  private static ValueKind kindOf(Object value) {
    if (value instanceof Double) {
      return ValueKind.DOUBLE;
    }
    if (value instanceof Boolean) {
      return ValueKind.BOOLEAN;
    }
    if (value instanceof Instant) {
      return ValueKind.INSTANT;
    }
    return value instanceof LocalDate ? ValueKind.DATE : ValueKind.UUID;
  }
}
