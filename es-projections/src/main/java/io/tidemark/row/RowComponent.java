package io.tidemark.row;

import io.tidemark.codec.JsonValueCodec;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One component of a row: one column of its table. Immutable. */
public final class RowComponent {
  private static final int MAX_PRECISION = 1_000; // of the database

  private final String name;
  private final Class<?> type;
  private final Type genericType;
  private final ValueKind kind;
  private final @Nullable JsonValueCodec json;
  private final @Nullable Decimal decimal;
  private final boolean optional;
  private final boolean nullable;
  private final Reader reader;

  private RowComponent(RecordComponent component) {
    this.name = component.getName();
    this.optional = component.getType() == Optional.class;
    this.genericType = optional ? argumentOf(component) : component.getGenericType();
    this.type = rawType(genericType);
    this.kind = ValueKind.of(type);
    this.json = kind == ValueKind.JSON ? jsonOf(genericType) : null;
    this.decimal = component.getAnnotation(Decimal.class);
    requireDecimal();
    this.nullable = optional || isAnnotatedNullable(component);
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    this.reader = accessor::invoke;
  }

  private RowComponent(RowType.NamedColumn column, Reader reader) {
    this.name = column.name();
    this.optional = false;
    this.genericType = column.type();
    this.type = column.type();
    this.kind = ValueKind.of(type);
    this.json = null;
    this.decimal = null;
    this.nullable = column.isNullable();
    this.reader = reader;
  }

  /** Gives the value of a row. */
  @FunctionalInterface
  interface Reader {
    @Nullable Object of(Object row) throws ReflectiveOperationException;
  }

  static RowComponent of(RowType.NamedColumn column, Reader reader) {
    if (!ValueKind.isSimple(column.type())) {
      throw new IllegalArgumentException(
          "Invalid type of column %s: expected one that has a column of its own kind, actual %s"
              .formatted(column.name(), column.type().getName()));
    }
    return new RowComponent(column, reader);
  }

  private static JsonValueCodec jsonOf(Type type) {
    JsonShape.of(type); // refuses what would not come back equal
    return JsonValueCodec.of(type);
  }

  private void requireDecimal() {
    if (decimal != null
        && (kind != ValueKind.DECIMAL
            || decimal.precision() < 1
            || decimal.precision() > MAX_PRECISION
            || decimal.scale() < 0
            || decimal.scale() > decimal.precision())) {
      throw new IllegalArgumentException(
          "expected @Decimal on a BigDecimal, with a precision of 1 to %d and a scale of 0 to that, actual %d and %d on %s"
              .formatted(
                  MAX_PRECISION, decimal.precision(), decimal.scale(), type.getSimpleName()));
    }
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

  /** How many digits its values have, if that is declared. */
  public Optional<Decimal> decimal() {
    return Optional.ofNullable(decimal);
  }

  /**
   * How its values are written as JSON.
   *
   * @throws IllegalStateException if they are of another kind
   */
  public JsonValueCodec json() {
    if (json == null) {
      throw new IllegalStateException("Component %s is no JSON".formatted(name));
    }
    return json;
  }

  /** What its values are made of, in words, if they are JSON. */
  public Optional<String> jsonShape() {
    return json == null ? Optional.empty() : Optional.of(JsonShape.of(genericType));
  }

  /** Class of the elements, if its values are lists. */
  public Optional<Class<?>> elementType() {
    return type == List.class && genericType instanceof ParameterizedType list
        ? Optional.of(rawType(list.getActualTypeArguments()[0]))
        : Optional.empty();
  }

  /**
   * Refuses a component whose values have no order.
   *
   * @param use what needs one, in words
   * @throws IllegalArgumentException if it has none
   */
  public void requireOrder(String use) {
    if (kind == ValueKind.JSON) {
      throw new IllegalArgumentException(
          "Invalid %s %s: expected a component that has an order, actual %s"
              .formatted(use, name, kind));
    }
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
   * in ISO form, a UUID, JSON.
   *
   * @throws IllegalArgumentException if it is no value of this component; the message says what is
   *     expected
   */
  public Object parse(String text) {
    return storable(ValueText.parse(this, text));
  }

  /** The text that {@link #parse} reads as this value of the component. */
  public String text(Object value) {
    return json != null ? json.encode(value) : ValueText.of(value);
  }

  /** The component as the record holds it. */
  @Nullable Object raw(Object row) {
    try {
      return reader.of(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read %s of %s".formatted(name, row), e);
    }
  }

  /** The value in a row, without its {@link Optional}; null if there is none. */
  public @Nullable Object value(Object row) {
    Object raw = raw(row);
    return raw instanceof Optional<?> present ? present.orElse(null) : raw;
  }

  /** The one form of all values that the database takes to be equal. */
  public Object equalForm(Object value) {
    Object form = kind.keyForm(value);
    return decimal == null ? form : ((BigDecimal) form).setScale(decimal.scale());
  }

  /** A {@link #value}, or null for none, as the record holds it. */
  public @Nullable Object declared(@Nullable Object value) {
    return optional ? Optional.ofNullable(value) : value;
  }

  /** The {@link #value} of a row as it will be read back. */
  @Nullable Object stored(Object row, @Nullable Object value) {
    if (value == null) {
      requireNullable(row);
      return null;
    }
    try {
      return storable(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid %s in a row of %s: %s"
              .formatted(name, row.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private Object storable(Object value) {
    if (json != null) {
      return json.decode(json.encode(value));
    }
    return decimal != null
        ? Storable.decimal((BigDecimal) value, decimal.precision(), decimal.scale())
        : kind.stored(value);
  }

  private void requireNullable(Object row) {
    if (!nullable || (optional && raw(row) == null)) {
      throw new IllegalStateException(
          "Invalid row %s: expected a value in %s, actual null".formatted(row, name));
    }
  }

  private static Type argumentOf(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException("expected an Optional of a class, actual a raw Optional");
  }

  private static Class<?> rawType(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      return raw;
    }
    throw new IllegalArgumentException(
        "expected a class with its type arguments, actual " + type.getTypeName());
  }

  /** Where an annotation ends up depends on what it may be put on. */
  static boolean isAnnotatedNullable(RecordComponent component) {
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
