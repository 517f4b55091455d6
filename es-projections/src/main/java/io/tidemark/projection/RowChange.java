package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** An event on its way to the row it changes. */
record RowChange<K, V>(K key, RecordedEvent recorded, Fold<V> fold) {
  /** What becomes of the row. */
  @FunctionalInterface
  interface Fold<V> {
    @Nullable V after(@Nullable V row);
  }
}
