package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.List;
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

  /**
   * What one event does to each of several rows. Must depend on its arguments only, as {@link
   * Folder}; what it does to one row must not hang on another.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  @FunctionalInterface
  interface Each<E, K, V> {
    /**
     * The row after the event.
     *
     * @param row the row before it, null if there is none
     * @param key the key of the row; of keys that are the same to the database, such as 1.0 and
     *     1.00, always in the same form
     * @return the row after it, with the same key; null if there is none any more
     */
    @Nullable V fold(@Nullable V row, K key, E event, RecordedEvent recorded);
  }

  /**
   * A fold that was put together of others and of figures, so that its class does not tell all of
   * it.
   *
   * <p>Not API.
   */
  interface Composed {
    /** What it is, in words: one that makes other rows has other words. */
    String inWords();

    /** What it was put together of: lambdas, and objects of classes. */
    List<Object> code();
  }

  /**
   * What one event does to one row, by what it finds in other read models. Must depend on its
   * arguments only, as {@link Folder}.
   *
   * @param <E> the events
   * @param <V> the rows
   */
  @FunctionalInterface
  interface LookingUp<E, V> {
    /**
     * The row after the event.
     *
     * @param row the row before it, null if there is none
     * @param found the rows that were looked up
     * @return the row after it, with the same key; null if there is none any more
     */
    @Nullable V fold(@Nullable V row, LookedUp found, E event, RecordedEvent recorded);
  }

  /**
   * What one event does to each of several rows, by what it finds in other read models. Must depend
   * on its arguments only, as {@link Each}.
   *
   * @param <E> the events
   * @param <K> the key of a row
   * @param <V> the rows
   */
  @FunctionalInterface
  interface EachLookingUp<E, K, V> {
    /**
     * The row after the event.
     *
     * @param row the row before it, null if there is none
     * @param key the key of the row, as {@link Each} is told it
     * @param found the rows that were looked up for this row
     * @return the row after it, with the same key; null if there is none any more
     */
    @Nullable V fold(@Nullable V row, K key, LookedUp found, E event, RecordedEvent recorded);
  }
}
