package io.tidemark.handler;

import io.tidemark.RecordedEvent;

/**
 * Does something about an event that a database transaction cannot hold: sends a mail, calls a
 * service, hands over to a broker.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface EventHandler<E> {
  /**
   * Handles one event. It returns when the work is done: then the event counts as handled. The same
   * event may come again after a crash, always with the same {@link RecordedEvent#id()}, by which
   * the receiver can tell.
   *
   * @param event what happened
   * @param recorded the event as it is stored, with its id, stream, position and times
   * @throws Exception if it could not be done; it is called again after a while, with the same
   *     event. After a {@link io.tidemark.RetryableException} for as long as it takes, else as
   *     often as the runner's retry policy says
   */
  void handle(E event, RecordedEvent recorded) throws Exception;
}
