package io.tidemark.reaction;

import io.tidemark.RecordedEvent;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of a row that is reacted to. Several changes of a row by one event are one.
 *
 * @param id the same whenever the same events make the same change again, in a replay too; no other
 *     occasion has it. An event that is appended has it as its id
 * @param key of the row, in its one form
 * @param before the row before the event; empty if there was none
 * @param after the row after it; empty if there is none any more
 * @param event that changed it; of a row that changed because it was quiet one of the type {@code
 *     tick}, which is not in the log and has the position of the last one that is
 * @param <K> the key of a row
 * @param <V> the rows
 */
public record Occasion<K, V>(
    UUID id, K key, Optional<V> before, Optional<V> after, RecordedEvent event) {
  /** The row after the event; the one before it if there is none any more. */
  public V row() {
    return after.or(() -> before).orElseThrow();
  }

  /** Position of the event that changed it. */
  public long position() {
    return event.position();
  }
}
