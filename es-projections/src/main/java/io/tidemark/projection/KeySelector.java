package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which row an event changes. Must depend on its arguments only.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface KeySelector<E> {
  /** Key of the row, of the type of the row's first component; null if it changes none. */
  @Nullable Object key(E event, RecordedEvent recorded);
}
