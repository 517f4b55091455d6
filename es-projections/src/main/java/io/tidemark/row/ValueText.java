package io.tidemark.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as people write them: as {@code toString} says, a constant by its name. */
final class ValueText {
  private ValueText() {}

  /** Of a value, whatever its component. */
  static String of(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  /** Says what was expected of a text that is none. */
  static Object parse(RowComponent component, String text) {
    return switch (component.kind()) {
      case TEXT -> text;
      case ENUM -> constant(component.type(), text);
      case LONG -> parsed(text, "a whole number", Long::valueOf);
      case INTEGER -> parsed(text, "a whole number of at most 32 bits", Integer::valueOf);
      case DECIMAL -> parsed(text, "a number", BigDecimal::new);
      case DOUBLE -> parsed(text, "a number", Double::valueOf);
      case BOOLEAN -> parsed(text, "true or false", ValueText::truth);
      case INSTANT -> parsed(text, "an instant such as 2026-01-31T12:00:00Z", Instant::parse);
      case DATE -> parsed(text, "a date such as 2026-01-31", LocalDate::parse);
      case UUID ->
          parsed(text, "a UUID such as 1b4e28ba-2fa1-4a5b-9cd2-2a1c9d7f3e10", ValueText::uuid);
      case JSON ->
          parsed(text, "JSON of " + component.type().getSimpleName(), component.json()::decode);
    };
  }

  private static <T> T parsed(String text, String expected, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw notThat(expected, text, e);
    }
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                notThat(
                    Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .collect(Collectors.joining(", ", "one of ", "")),
                    text,
                    null));
  }

  /** Java takes everything that is not true for false. */
  private static Boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("neither");
  }

  /** Java takes groups of any length. */
  private static UUID uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("other groups");
    }
    return uuid;
  }

  private static IllegalArgumentException notThat(
      String expected, String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "expected %s, actual '%s'".formatted(expected, text), cause);
  }
}
