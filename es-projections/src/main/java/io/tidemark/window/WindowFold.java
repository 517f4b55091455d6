package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Folder;
import io.tidemark.projection.KeySelector;
import io.tidemark.row.RowType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds an event to the row of each window that it is in. An event that comes late is one more of
 * its row: nothing has to be made anew.
 */
final class WindowFold<E, G, V>
    implements Folder.Each<E, WindowKey<G>, V>, Folder.Composed, KeySelector.Each<E, WindowKey<G>> {
  private final WindowRows<G, WindowKey<G>, V> rows;
  private final KeySelector<E, G> keys;
  private final Window window;
  private final List<AddedUp<E>> parts;

  WindowFold(
      WindowRows<G, WindowKey<G>, V> rows,
      KeySelector<E, G> keys,
      Window window,
      List<AddedUp<E>> parts) {
    this.rows = rows;
    this.keys = keys;
    this.window = window;
    this.parts = parts;
  }

  @Override
  public Collection<WindowKey<G>> keys(E event, RecordedEvent recorded) {
    @Nullable G key = keys.key(event, recorded);
    if (key == null) {
      return List.of();
    }
    List<Instant> starts = window.startsOf(recorded);
    if (starts.size() == 1) {
      return List.of(new WindowKey<>(key, starts.get(0)));
    }
    return starts.stream().map(start -> new WindowKey<>(key, start)).toList();
  }

  @Override
  public V fold(@Nullable V row, WindowKey<G> key, E event, RecordedEvent recorded) {
    RowType<V> type = rows.type();
    @Nullable Object[] values =
        row == null ? rows.fresh(key, window.grid().endOf(key.from())) : type.values(row);
    for (AddedUp<E> part : parts) {
      Object value = part.add(values[part.component()], event);
      if (value == null) {
        part.requireNullable(type);
      }
      values[part.component()] = value;
    }
    return type.row(values);
  }

  @Override
  public String inWords() {
    return window.inWords();
  }

  @Override
  public List<Object> code() {
    List<Object> code = AddedUp.code(parts);
    code.add(0, keys);
    return code;
  }
}
