package io.tidemark.row;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key that is one component. */
final class ComponentKey<K> implements KeyType<K> {
  private final RowComponent component;

  ComponentKey(RowType<?> rows) {
    this.component = first(rows, 1).get(0);
  }

  /**
   * As many of the first components of rows.
   *
   * @throws IllegalArgumentException if one of them cannot be of a key
   */
  static List<RowComponent> first(RowType<?> rows, int count) {
    List<RowComponent> components = List.copyOf(rows.components().subList(0, count));
    components.forEach(component -> require(rows, component));
    return components;
  }

  private static void require(RowType<?> rows, RowComponent component) {
    if (component.isNullable()) {
      throw new IllegalArgumentException(
          "Invalid key %s of %s: expected a value in every row, actual one that may be null"
              .formatted(component.name(), rows.type().getName()));
    }
    component.requireOrder("key");
  }

  @Override
  public List<RowComponent> components() {
    return List.of(component);
  }

  @Override
  @SuppressWarnings("unchecked") // a kind of value gives values of one class
  public K form(K key) {
    return (K) component.kind().keyForm(key);
  }

  @Override
  public List<Object> values(K key) {
    return List.of(key);
  }

  @Override
  @SuppressWarnings("unchecked") // the first value is the key
  public K of(List<? extends @Nullable Object> values) {
    return form((K) Objects.requireNonNull(values.get(0), "key"));
  }

  @Override
  @SuppressWarnings("unchecked") // the first value is the key
  public K ofRow(Object row) {
    return form((K) Objects.requireNonNull(component.value(row), "key"));
  }

  @Override
  public boolean isOf(K key, Object row) {
    return key.equals(ofRow(row));
  }

  @Override
  public Comparator<K> order() {
    Comparator<Object> order = component.kind().order();
    return order::compare;
  }

  @Override
  public String text(K key) {
    return component.text(key);
  }

  @Override
  @SuppressWarnings("unchecked") // a component gives values of one class
  public K parse(String text) {
    return form((K) component.parse(text));
  }
}
