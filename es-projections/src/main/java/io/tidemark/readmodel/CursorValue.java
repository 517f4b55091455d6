package io.tidemark.readmodel;

import io.tidemark.row.RowComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;

/** A value of a row as text, and back exactly. */
final class CursorValue {
  private CursorValue() {}

  static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  /**
   * @throws IllegalArgumentException if the text is that of no value
   */
  static Object parse(RowComponent component, String text) {
    try {
      Object value =
          switch (component.kind()) {
            case TEXT -> text;
            case ENUM -> constant(component.type(), text);
            case LONG -> Long.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case INSTANT -> Instant.parse(text);
            case DATE -> LocalDate.parse(text);
            case UUID -> UUID.fromString(text);
            case JSON -> throw new IllegalArgumentException("JSON has no order");
          };
      return component.kind().stored(value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Invalid cursor: expected a value of %s, actual %s".formatted(component.name(), text), e);
    }
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no constant " + name));
  }
}
