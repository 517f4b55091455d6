package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.subscription.EventHandlingException;
import java.util.Objects;
import java.util.Set;
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

  /** Refuses a category that a projection is made from already. */
  static void requireNew(String projection, Set<String> known, String category) {
    if (known.contains(category)) {
      throw new IllegalArgumentException(
          "Invalid source of projection %s: expected a category other than %s, actual %s"
              .formatted(projection, known, category));
    }
  }

  /** Of an event without a key nobody could say which later ones have to wait behind it. */
  void requireKeyOfNotDecoded(String projection, RecordedEvent recorded, Throwable error) {
    if (!keyedByStream) {
      throw new EventHandlingException(
          projection,
          recorded,
          new IllegalStateException(
              "Event cannot be put aside: expected a key, or a projection that is keyed by stream,"
                  + " actual "
                  + error,
              error));
    }
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
