package io.tidemark.store;

import io.tidemark.RecordedEvent;
import java.util.List;
import java.util.Objects;

/**
 * What one read of the log saw, in one snapshot: it covers the log from behind one place through
 * another. Whoever went through the log up to {@code after} and handles these events has gone
 * through it up to {@code upTo}, and needs to believe nobody but this read.
 *
 * @param after the place it continues, as the read found it; it has no event if the log does not
 *     reach there
 * @param events those the query wants, in the order of their positions, maybe none
 * @param upTo the place through which the log is covered: that of the last event if there may be
 *     more, else the end of the log. Before {@code after} if the log does not reach there
 */
public record EventBatch(LogPlace after, List<RecordedEvent> events, LogPlace upTo) {
  /** Copies the list. */
  public EventBatch {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(upTo, "upTo");
    events = List.copyOf(events);
  }

  /** A batch that goes nowhere from this place. */
  public static EventBatch none(LogPlace place) {
    return new EventBatch(place, List.of(), place);
  }

  /** The part of it before a position: through the last of its events there. */
  public EventBatch before(long position) {
    List<RecordedEvent> part =
        events.stream().filter(event -> event.position() < position).toList();
    return new EventBatch(
        after, part, part.isEmpty() ? after : LogPlace.of(part.get(part.size() - 1)));
  }

  /**
   * The part of it through a place of the same log; all of it if it does not reach beyond there.
   */
  public EventBatch through(LogPlace place) {
    if (upTo.position() <= place.position()) {
      return this;
    }
    return new EventBatch(
        after,
        events.stream().filter(event -> event.position() <= place.position()).toList(),
        place);
  }
}
