package io.tidemark.row;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a read model, as a rule derived from a record: its components are the columns, and
 * the first of them are the key. Immutable.
 *
 * @param <V> the rows
 */
public final class RowType<V> {
  private final Class<V> type;
  private final List<RowComponent> components;
  private final Maker<V> maker;

  private RowType(Class<V> type, List<RowComponent> components, Maker<V> maker) {
    this.type = type;
    this.components = components;
    this.maker = maker;
  }

  /**
   * Of this record.
   *
   * @throws IllegalArgumentException if it is no record, has no component, or a component of a type
   *     that {@link ValueKind} does not name
   */
  public static <V> RowType<V> of(Class<V> type) {
    RecordComponent[] declared = type.getRecordComponents();
    if (declared == null || declared.length == 0) {
      throw new IllegalArgumentException(
          "Invalid row type %s: expected a record with components, actual none"
              .formatted(type.getName()));
    }
    Constructor<V> constructor = canonicalConstructor(type, declared);
    return new RowType<>(
        type, Arrays.stream(declared).map(RowComponent::of).toList(), constructor::newInstance);
  }

  /**
   * Of rows that are no records, but lists of values.
   *
   * @param columns what they have, in their order
   * @param values gives the values of a row; null where there is none
   * @param row makes a row of such values
   * @throws IllegalArgumentException if a column is of a type that has no column of its own kind
   */
  public static <V> RowType<V> ofColumns(
      Class<V> type,
      List<NamedColumn> columns,
      Function<V, @Nullable Object[]> values,
      Function<@Nullable Object[], V> row) {
    return new RowType<>(
        type,
        IntStream.range(0, columns.size())
            .mapToObj(i -> RowComponent.of(columns.get(i), any -> values.apply(type.cast(any))[i]))
            .toList(),
        row::apply);
  }

  /**
   * A column of rows that are no records.
   *
   * @param name lower-case letters, digits and underscores
   * @param type of its values: one of those that {@link ValueKind} names, but for JSON
   * @param isNullable whether a row may have no value there
   */
  public record NamedColumn(String name, Class<?> type, boolean isNullable) {}

  /** Makes a row of values. */
  @FunctionalInterface
  private interface Maker<V> {
    V row(@Nullable Object[] values) throws ReflectiveOperationException;
  }

  /** The record, or whatever else a row is. */
  public Class<V> type() {
    return type;
  }

  /** All components in the order of the record. */
  public List<RowComponent> components() {
    return components;
  }

  /**
   * The component of this name.
   *
   * @throws IllegalArgumentException if the record has none, or the accessor is that of another
   */
  public RowComponent component(ComponentName name) {
    return components.stream()
        .filter(component -> name.isOf(type) && component.name().equals(name.text()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown component %s: expected one of %s of %s"
                        .formatted(
                            name,
                            components.stream().map(RowComponent::name).toList(),
                            type.getSimpleName())));
  }

  /** The values of a row in the order of {@link #components}, without Optionals. */
  public @Nullable Object[] values(V row) {
    @Nullable Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = components.get(i).value(row);
    }
    return values;
  }

  /** The row with these values, as {@link #values} gives them. */
  public V row(@Nullable Object[] values) {
    @Nullable Object[] arguments = values.clone();
    for (int i = 0; i < arguments.length; i++) {
      if (components.get(i).isOptional()) {
        arguments[i] = Optional.ofNullable(values[i]);
      }
    }
    try {
      return maker.row(arguments);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "Cannot make a %s of %s".formatted(type.getName(), Arrays.toString(values)), e);
    }
  }

  /**
   * The row as it will be read back, whatever the number of batches it took to make it.
   *
   * @throws IllegalArgumentException if the database cannot hold a value; the message names it
   * @throws IllegalStateException if there is no value where there must be one
   */
  public V stored(V row) {
    return stored(row, null);
  }

  /**
   * The same, where values that are those of another row need no second look.
   *
   * @param before a row that will be read back as it is
   */
  public V stored(V row, @Nullable V before) {
    @Nullable Object[] values = values(row);
    @Nullable Object[] known = before == null ? new Object[values.length] : values(before);
    boolean exact = true;
    for (int i = 0; i < values.length; i++) {
      Object stored =
          values[i] != null && values[i] == known[i]
              ? values[i]
              : components.get(i).stored(row, values[i]);
      exact &= same(stored, values[i]);
      values[i] = stored;
    }
    return exact ? row : row(values);
  }

  /** A primitive is boxed anew each time, and never changed. */
  private static boolean same(@Nullable Object stored, @Nullable Object value) {
    return stored == value
        || stored instanceof Long
        || stored instanceof Integer
        || stored instanceof Double
        || stored instanceof Boolean;
  }

  private static <V> Constructor<V> canonicalConstructor(
      Class<V> type, RecordComponent[] declared) {
    try {
      Class<?>[] types =
          Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<V> found = type.getDeclaredConstructor(types);
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record without its constructor: " + type.getName(), e);
    }
  }
}
