package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which row an event changes. Must depend on its arguments only.
 *
 * @param <E> the events
 * @param <K> the key
 */
@FunctionalInterface
public interface KeySelector<E, K> {
  /** Key of the row; null if the event changes none. */
  @Nullable K key(E event, RecordedEvent recorded);
}
