package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the row it changes.
 *
 * @param ordinal which of the changes that this event makes, from 0
 */
record RowChange<K, V>(K key, RecordedEvent recorded, int ordinal, Fold<V> fold) {
  /** The same change of the row with this key. */
  RowChange<K, V> withKey(K other) {
    return new RowChange<>(other, recorded, ordinal, fold);
  }

  /** What becomes of the row. */
  @FunctionalInterface
  interface Fold<V> {
    @Nullable V after(@Nullable V row);
  }
}
