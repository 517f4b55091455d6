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

  /**
   * Which row of another read model the fold of a row looks at, if that hangs on the row itself.
   * Must depend on its arguments only, and must not change them.
   *
   * @param <E> the events
   * @param <V> the rows
   * @param <L> the key of a row there
   */
  @FunctionalInterface
  interface ByRow<E, V, L> {
    /**
     * Key of the row there; null if nothing is looked up.
     *
     * @param row the row before the event, null if there is none
     */
    @Nullable L key(@Nullable V row, E event, RecordedEvent recorded);
  }

  /**
   * The same for each of several rows that one event changes. Must depend on its arguments only,
   * and must not change them.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   * @param <L> the key of a row there
   */
  @FunctionalInterface
  interface ByEachRow<E, K, V, L> {
    /**
     * Key of the row there; null if nothing is looked up.
     *
     * @param row the row before the event, null if there is none
     * @param key the key of the row, as {@link Folder.Each} is told it
     */
    @Nullable L key(@Nullable V row, K key, E event, RecordedEvent recorded);
  }
}
