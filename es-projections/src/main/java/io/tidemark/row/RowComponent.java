package io.tidemark.row;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One component of a row record: one column of its table. Immutable. */
public final class RowComponent {
  private final String name;
  private final Class<?> type;
  private final ValueKind kind;
  private final boolean optional;
  private final boolean nullable;
  private final Method accessor;

  private RowComponent(RecordComponent component) {
    this.name = component.getName();
    this.optional = component.getType() == Optional.class;
    this.type = optional ? argumentOf(component) : component.getType();
    this.kind = ValueKind.of(type);
    this.nullable = optional || isAnnotatedNullable(component);
    this.accessor = component.getAccessor();
    accessor.setAccessible(true);
  }

  static RowComponent of(RecordComponent component) {
    try {
      return new RowComponent(component);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid row component %s of %s: %s"
              .formatted(
                  component.getName(), component.getDeclaringRecord().getName(), e.getMessage()),
          e);
    }
  }

  /** As the record declares it. */
  public String name() {
    return name;
  }

  /** What its values are. */
  public ValueKind kind() {
    return kind;
  }

  /** Class of its values; of the value inside, if it is an {@link Optional}. */
  public Class<?> type() {
    return type;
  }

  /** Whether a row may have no value here: an {@link Optional}, or annotated as Nullable. */
  public boolean isNullable() {
    return nullable;
  }

  boolean isOptional() {
    return optional;
  }

  /**
   * The value that somebody wrote: a text, the name of a constant, a number, a date or an instant
   * in ISO form, a UUID.
   *
   * @throws IllegalArgumentException if it is no value of this component; the message says what is
   *     expected
   */
  public Object parse(String text) {
    return kind.stored(ValueText.parse(kind, type, text));
  }

  /** The component as the record holds it. */
  @Nullable Object raw(Object row) {
    try {
      return accessor.invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read %s of %s".formatted(name, row), e);
    }
  }

  /** The value in a row, without its {@link Optional}; null if there is none. */
  public @Nullable Object value(Object row) {
    Object raw = raw(row);
    return raw instanceof Optional<?> present ? present.orElse(null) : raw;
  }

  /** The {@link #value} of a row as it will be read back. */
  @Nullable Object stored(Object row, @Nullable Object value) {
    if (value == null) {
      requireNullable(row);
      return null;
    }
    try {
      return kind.stored(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid %s in a row of %s: %s"
              .formatted(name, row.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private void requireNullable(Object row) {
    if (!nullable || (optional && raw(row) == null)) {
      throw new IllegalStateException(
          "Invalid row %s: expected a value in %s, actual null".formatted(row, name));
    }
  }

  private static Class<?> argumentOf(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType parameterized
        && parameterized.getActualTypeArguments()[0] instanceof Class<?> argument) {
      return argument;
    }
    throw new IllegalArgumentException("expected an Optional of a class, actual a raw Optional");
  }

  /** Where an annotation ends up depends on what it may be put on. */
  private static boolean isAnnotatedNullable(RecordComponent component) {
    return Stream.<AnnotatedElement>of(
            component, component.getAnnotatedType(), component.getAccessor(), field(component))
        .flatMap(element -> Arrays.stream(element.getAnnotations()))
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  private static Field field(RecordComponent component) {
    try {
      return component.getDeclaringRecord().getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("A record has a field for each component", e);
    }
  }
}
