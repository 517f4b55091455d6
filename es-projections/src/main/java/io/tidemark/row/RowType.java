package io.tidemark.row;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a read model, derived from a record: its components are the columns and the first of
 * them is the key. Immutable.
 *
 * @param <V> the record
 */
public final class RowType<V> {
  private final Class<V> type;
  private final List<RowComponent> components;
  private final List<RowComponent> references;
  private final Constructor<V> constructor;

  private RowType(Class<V> type, RecordComponent[] declared) {
    this.type = type;
    this.components = Arrays.stream(declared).map(RowComponent::of).toList();
    this.references = components.stream().filter(c -> !c.isPrimitive()).toList();
    this.constructor = canonicalConstructor(type, declared);
  }

  /**
   * Of this record.
   *
   * @throws IllegalArgumentException if it is no record, has no component, a component of a type
   *     that {@link ValueKind} does not name, or a key that may be null
   */
  public static <V> RowType<V> of(Class<V> type) {
    RecordComponent[] declared = type.getRecordComponents();
    if (declared == null || declared.length == 0) {
      throw new IllegalArgumentException(
          "Invalid row type %s: expected a record with components, actual none"
              .formatted(type.getName()));
    }
    RowType<V> rows = new RowType<>(type, declared);
    if (rows.key().isNullable()) {
      throw new IllegalArgumentException(
          "Invalid key %s of %s: expected a value in every row, actual one that may be null"
              .formatted(rows.key().name(), type.getName()));
    }
    return rows;
  }

  /** The record. */
  public Class<V> type() {
    return type;
  }

  /** All components in the order of the record. */
  public List<RowComponent> components() {
    return components;
  }

  /** The first component. */
  public RowComponent key() {
    return components.get(0);
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
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "Cannot make a %s of %s".formatted(type.getName(), Arrays.toString(values)), e);
    }
  }

  /** The row as it will be read back, whatever the number of batches it took to make it. */
  public V stored(V row) {
    boolean exact = true;
    for (RowComponent component : references) {
      Object raw = component.raw(row);
      if (raw == null) {
        requireNullable(component, row);
      } else if (!component.isOptional()) {
        exact &= component.kind().stored(raw) == raw;
      } else if (((Optional<?>) raw).isPresent()) {
        exact = false;
      }
    }
    return exact ? row : row(values(row));
  }

  private static void requireNullable(RowComponent component, Object row) {
    if (!component.isNullable() || component.isOptional()) {
      throw new IllegalStateException(
          "Invalid row %s: expected a value in %s, actual null".formatted(row, component.name()));
    }
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
