package io.tidemark.window;

import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows that begin with a key, the begin of a window and its end. Immutable.
 *
 * @param named the rows, as if the key alone told them apart
 */
record WindowRows<G, V>(NamedRows<G, V> named) {
  WindowRows {
    List<RowComponent> all = named.type().components();
    int from = named.key().components().size();
    if (all.size() < from + 2 || !isInstant(all.get(from)) || !isInstant(all.get(from + 1))) {
      throw new IllegalArgumentException(
          "Invalid rows of projection %s: expected two Instants behind the key, the begin and the end of a window, actual %s"
              .formatted(
                  named.name(),
                  all.stream()
                      .skip(from)
                      .limit(2)
                      .map(component -> component.type().getSimpleName() + " " + component.name())
                      .toList()));
    }
  }

  private static boolean isInstant(RowComponent component) {
    return component.kind() == ValueKind.INSTANT && !component.isNullable();
  }

  RowType<V> type() {
    return named.type();
  }

  /** The first component that is added up. */
  int first() {
    return from() + 2;
  }

  private int from() {
    return named.key().components().size();
  }

  /** Which component this is the accessor of. */
  int indexOf(Accessor<V, ?> accessor) {
    int index = type().components().indexOf(type().component(ComponentName.of(accessor)));
    if (index < first()) {
      throw new IllegalArgumentException(
          "Invalid component to add up in projection %s: expected one behind the key and the window, actual %s"
              .formatted(named.name(), type().components().get(index).name()));
    }
    return index;
  }

  /** A row of a window in which nothing has happened yet. */
  @Nullable Object[] fresh(WindowKey<G> key, Instant end) {
    @Nullable Object[] values = new Object[type().components().size()];
    List<Object> parts = named.key().values(key.key());
    for (int i = 0; i < parts.size(); i++) {
      values[i] = parts.get(i);
    }
    values[from()] = key.from();
    values[from() + 1] = end;
    return values;
  }

  /** The same rows, told apart by their windows too. */
  NamedRows<WindowKey<G>, V> keyed() {
    RowComponent from = type().components().get(from());
    return new NamedRows<>(
        named.name(),
        type(),
        KeyType.of(type(), from() + 1, new Shape<>(named.key())),
        row ->
            new WindowKey<>(
                named.keyOf(row), (Instant) Objects.requireNonNull(from.value(row), "begin")));
  }

  /** Rows of one key stay together, so that they can be seen together. */
  private record Shape<G>(KeyType<G> key) implements KeyType.Shape<WindowKey<G>> {
    @Override
    public List<Object> values(WindowKey<G> window) {
      List<Object> values = new ArrayList<>(key.values(window.key()));
      values.add(window.from());
      return values;
    }

    @Override
    public WindowKey<G> key(List<Object> values) {
      return new WindowKey<>(key.of(values), (Instant) values.get(values.size() - 1));
    }

    @Override
    public Optional<String> shardText(WindowKey<G> window) {
      return Optional.of(key.text(window.key()));
    }
  }
}
