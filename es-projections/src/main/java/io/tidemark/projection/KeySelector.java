package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.Collection;
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

  /**
   * Which rows an event changes, if it may be several. Must depend on its arguments only.
   *
   * @param <E> the events
   * @param <K> the key
   */
  @FunctionalInterface
  interface Each<E, K> {
    /** Keys of the rows, in the order in which they are changed; empty if it changes none. */
    Collection<? extends K> keys(E event, RecordedEvent recorded);
  }
}
