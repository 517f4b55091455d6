package io.tidemark.window;

import io.tidemark.row.KeyType;
import io.tidemark.row.ValueKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which components rows have between their key and what is added up. The first of them tells the
 * rows of a key apart.
 *
 * @param <G> the key of what is added up
 * @param <K> the key of the rows
 * @param kinds of the components
 * @param inWords what they are
 * @param key the key of a row, of the key and the first of the components
 * @param group the key of what is added up, of that of a row
 * @param part the first of the components, of the key of a row
 * @param window how time is cut; empty if these are no windows of time
 */
record Layout<G, K>(
    List<ValueKind> kinds,
    String inWords,
    BiFunction<G, Object, K> key,
    Function<K, G> group,
    Function<K, Object> part,
    Optional<Window> window) {

  static <G> Layout<G, WindowKey<G>> ofWindows(Window window) {
    return new Layout<>(
        List.of(ValueKind.INSTANT, ValueKind.INSTANT),
        "two Instants behind the key, the begin and the end of a window",
        (group, from) -> new WindowKey<>(group, (Instant) from),
        WindowKey::key,
        WindowKey::from,
        Optional.of(window));
  }

  static <G> Layout<G, BatchKey<G>> ofBatches() {
    return new Layout<>(
        List.of(ValueKind.LONG),
        "a long behind the key, the number of a batch",
        (group, number) -> new BatchKey<>(group, (Long) number),
        BatchKey::key,
        BatchKey::number,
        Optional.empty());
  }

  static <G> Layout<G, EventKey<G>> ofEvents() {
    return new Layout<>(
        List.of(ValueKind.LONG, ValueKind.INSTANT),
        "a long and an Instant behind the key, the position and the time of an event",
        (group, position) -> new EventKey<>(group, (Long) position),
        EventKey::key,
        EventKey::position,
        Optional.empty());
  }

  /** The key of rows, as an object made of values. */
  KeyType.Shape<K> shape(KeyType<G> groups) {
    return new Shape<>(this, groups);
  }

  /** Rows of one key stay together, so that they can be seen together. */
  record Shape<G, K>(Layout<G, K> layout, KeyType<G> groups) implements KeyType.Shape<K> {
    @Override
    public List<Object> values(K key) {
      List<Object> values = new ArrayList<>(groups.values(layout.group.apply(key)));
      values.add(layout.part.apply(key));
      return values;
    }

    @Override
    public K key(List<Object> values) {
      return layout.key.apply(groups.of(values), values.get(values.size() - 1));
    }

    @Override
    public Optional<String> shardText(K key) {
      return Optional.of(groups.text(layout.group.apply(key)));
    }
  }
}
