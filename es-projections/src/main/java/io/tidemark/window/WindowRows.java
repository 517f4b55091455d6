package io.tidemark.window;

import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that begin with a key and what says which window of it. Immutable.
 *
 * @param named the rows, as if the key alone told them apart
 */
record WindowRows<G, K, V>(NamedRows<G, V> named, Layout<G, K> layout) {
  WindowRows {
    List<RowComponent> there =
        named.type().components().stream()
            .skip(named.key().components().size())
            .limit(layout.kinds().size())
            .toList();
    List<ValueKind> kinds = there.stream().map(RowComponent::kind).toList();
    if (!kinds.equals(layout.kinds()) || there.stream().anyMatch(RowComponent::isNullable)) {
      throw new IllegalArgumentException(
          "Invalid rows of projection %s: expected %s, actual %s"
              .formatted(
                  named.name(),
                  layout.inWords(),
                  there.stream()
                      .map(component -> component.type().getSimpleName() + " " + component.name())
                      .toList()));
    }
  }

  RowType<V> type() {
    return named.type();
  }

  String name() {
    return named.name();
  }

  /** How many components the key has. */
  int keySize() {
    return named.key().components().size();
  }

  /** The first component that is added up. */
  int first() {
    return keySize() + layout.kinds().size();
  }

  /** Which component this is the accessor of. */
  int indexOf(Accessor<V, ?> accessor) {
    int index = type().components().indexOf(type().component(ComponentName.of(accessor)));
    if (index < first()) {
      throw new IllegalArgumentException(
          "Invalid component to add up in projection %s: expected one behind the key and the window, actual %s"
              .formatted(name(), type().components().get(index).name()));
    }
    return index;
  }

  /**
   * The values of a row in which nothing has been added up yet.
   *
   * @param others of the components behind the key and before what is added up, but for the first
   */
  @Nullable Object[] fresh(K key, Object... others) {
    @Nullable Object[] values = new Object[type().components().size()];
    List<Object> parts = named.key().values(layout.group().apply(key));
    for (int i = 0; i < parts.size(); i++) {
      values[i] = parts.get(i);
    }
    values[keySize()] = layout.part().apply(key);
    System.arraycopy(others, 0, values, keySize() + 1, others.length);
    return values;
  }

  /** The same rows, told apart by their windows too. */
  @SuppressWarnings("unchecked") // without windows the key is all that tells rows apart
  NamedRows<K, V> keyed() {
    if (layout.kinds().isEmpty()) {
      return (NamedRows<K, V>) named;
    }
    RowComponent part = type().components().get(keySize());
    return new NamedRows<>(
        name(),
        type(),
        KeyType.of(type(), keySize() + 1, layout.shape(named.key())),
        row ->
            layout
                .key()
                .apply(named.keyOf(row), Objects.requireNonNull(part.value(row), part.name())));
  }
}
