package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one event does to one row. Must depend on its arguments only (no clock, no chance, no other
 * data), so that every replay gives the same rows, and must not change them.
 *
 * @param <E> the events
 * @param <V> the rows
 */
@FunctionalInterface
public interface Folder<E, V> {
  /**
   * The row after the event.
   *
   * @param row the row before it, null if there is none
   * @return the row after it, with the same key; null if there is none any more
   */
  @Nullable V fold(@Nullable V row, E event, RecordedEvent recorded);
}
