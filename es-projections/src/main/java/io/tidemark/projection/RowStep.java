package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * What one event did to one row. Projections that are made {@linkplain Projection#fromChangesOf
 * from the changes} of another one are told those that are a change, one for each event and row.
 *
 * @param key of the row, in its one form
 * @param event that changed it; a {@link io.tidemark.projection.tick.Tick tick} in this form, if
 *     none did but time went on
 * @param before the row before the event; empty if there was none
 * @param after the row after it; empty if there is none any more
 */
public record RowStep<K, V>(K key, RecordedEvent event, Optional<V> before, Optional<V> after) {
  /** Whether the row is another one after it. */
  public boolean isChange() {
    return !before.equals(after);
  }

  /**
   * What is done because of steps, beside the rows and in their transaction. Thread-safe.
   *
   * <p>Not API.
   */
  public interface Reacting<K, V> {
    /** Whether events are appended: then rows must be kept in the database of the log. */
    boolean appends();

    /**
     * Does it.
     *
     * @param steps some that follow upon each other, in the order of the log; those of an event are
     *     all there
     * @param effects what the transaction offers
     * @throws io.tidemark.subscription.EventHandlingException if what the definition says throws
     */
    void react(List<RowStep<K, V>> steps, Effects effects);
  }

  /**
   * What can be done in the transaction of rows.
   *
   * <p>Not API.
   */
  public interface Effects {
    /**
     * An event is in the log once the transaction is committed, unless it is already.
     *
     * @param event as it was before it was encoded
     */
    void append(StreamId stream, Object event, EventData data);

    /**
     * Somebody is called.
     *
     * @param occasion what is told
     */
    void call(Object occasion, Call call) throws Exception;
  }

  /**
   * One call in the transaction of rows.
   *
   * <p>Not API.
   */
  @FunctionalInterface
  public interface Call {
    /** Does it on the connection of the transaction. */
    void on(Connection transaction) throws Exception;
  }
}
