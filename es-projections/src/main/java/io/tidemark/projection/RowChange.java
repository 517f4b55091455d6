package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.subscription.EventHandlingException;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the row it changes.
 *
 * @param ordinal which of the changes that this event makes, from 0; less if that is not known,
 *     because it could not be decoded
 * @param lookedUp what the fold looks at beside the row
 */
record RowChange<K, V>(
    K key, RecordedEvent recorded, int ordinal, LookedUp lookedUp, Fold<V> fold) {
  private static final int NOT_DECODED = -1;

  /** One of which nothing is known but the row. */
  static <K, V> RowChange<K, V> notDecoded(
      K key, RecordedEvent recorded, EventHandlingException error) {
    return new RowChange<>(
        key,
        recorded,
        NOT_DECODED,
        LookedUp.NOTHING,
        row -> {
          throw error;
        });
  }

  /** What it adds to a tally as long as it cannot be decoded. */
  static EventTally tallyOfNotDecoded(RecordedEvent recorded) {
    return EventTally.NONE.plus(recorded, NOT_DECODED);
  }

  /** Whether it could be decoded. */
  boolean isDecoded() {
    return ordinal > NOT_DECODED;
  }

  /** Refuses a row that has another key. */
  void requireKey(Object actual) {
    if (!key.equals(actual)) {
      throw new IllegalStateException(
          "Wrong key in row: expected %s, actual %s".formatted(key, actual));
    }
  }

  /** What becomes of the row. */
  @FunctionalInterface
  interface Fold<V> {
    @Nullable V after(@Nullable V row);
  }
}
