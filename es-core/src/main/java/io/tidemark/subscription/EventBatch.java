package io.tidemark.subscription;

import io.tidemark.RecordedEvent;
import java.util.List;

/**
 * What a subscription has next.
 *
 * @param events in the order of their positions, maybe none
 * @param upTo position through which the log is covered: there is no event of this subscription up
 *     to here that was not in this batch or an earlier one
 */
public record EventBatch(List<RecordedEvent> events, long upTo) {
  /** Copies the list. */
  public EventBatch {
    events = List.copyOf(events);
  }

  /** The part of it before a position. */
  EventBatch before(long position) {
    return new EventBatch(
        events.stream().filter(event -> event.position() < position).toList(), position - 1);
  }
}
