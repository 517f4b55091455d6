package io.tidemark.row;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a value is made of that is kept as JSON, in words that change when it does, so that rows of
 * another shape are noticed. What is not named here is refused, since it could come back as
 * something that is not equal.
 */
final class JsonShape {
  private final Deque<Class<?>> within = new ArrayDeque<>();

  private JsonShape() {}

  /**
   * Of this type.
   *
   * @throws IllegalArgumentException if it is, or has within it, what cannot be kept as JSON
   */
  static String of(Type type) {
    return new JsonShape().describe(type);
  }

  private String describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      return describeGeneric(generic, generic.getActualTypeArguments());
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return describeRecord(plain);
    }
    if (type instanceof Class<?> plain && ValueKind.isSimple(plain)) {
      return ValueKind.of(plain).name().toLowerCase(Locale.ROOT);
    }
    throw new IllegalArgumentException(
        "Invalid type %s: expected within JSON a record, a List, a Map of text, an enum or one of String, long, int, BigDecimal, double, boolean, Instant, LocalDate, UUID, all with their type arguments"
            .formatted(type.getTypeName()));
  }

  private String describeGeneric(ParameterizedType type, Type[] arguments) {
    if (type.getRawType() == List.class) {
      return "[" + describe(arguments[0]) + "]";
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return "{*: " + describe(arguments[1]) + "}";
    }
    if (type.getRawType() == Optional.class && !within.isEmpty()) {
      return describe(arguments[0]);
    }
    throw new IllegalArgumentException(
        "Invalid type %s: expected a List, or a Map with keys of String"
            .formatted(type.getTypeName()));
  }

  private String describeRecord(Class<?> type) {
    if (within.contains(type)) {
      return "^" + type.getSimpleName();
    }
    within.push(type);
    String shape =
        Arrays.stream(type.getRecordComponents())
            .map(this::describe)
            .collect(Collectors.joining(", ", "{", "}"));
    within.pop();
    return shape;
  }

  private String describe(RecordComponent component) {
    if (component.isAnnotationPresent(Decimal.class)) {
      throw new IllegalArgumentException(
          "Invalid @Decimal on %s of %s: expected it on a component of the row itself, actual one within JSON"
              .formatted(component.getName(), component.getDeclaringRecord().getSimpleName()));
    }
    boolean nullable =
        component.getType() == Optional.class || RowComponent.isAnnotatedNullable(component);
    return component.getName() + " " + describe(component.getGenericType()) + (nullable ? "?" : "");
  }
}
