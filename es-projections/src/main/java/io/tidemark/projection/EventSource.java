package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of one category, and what each of them does to which row. Immutable. */
record EventSource<E, K, V>(
    String category,
    EventCodec<E> codec,
    KeySelector<E, K> keys,
    boolean keyedByStream,
    Folder<E, V> folder) {
  EventSource {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(folder, "folder");
  }

  /** Tells what changes follow from an event, in their order. */
  void changes(RecordedEvent recorded, Consumer<RowChange<K, V>> listener) {
    int ordinal = 0;
    for (E event : codec.decode(recorded)) {
      @Nullable K key = keys.key(event, recorded);
      if (key != null) {
        listener.accept(
            new RowChange<>(key, recorded, ordinal++, row -> folder.fold(row, event, recorded)));
      }
    }
  }
}
