package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of the log. Immutable; each method gives a changed copy.
 *
 * @param filter which events
 * @param from from this position on, itself included; 0 for all
 * @param since only those that were stored then or later; null for all
 */
public record EventSelection(EventFilter filter, long from, @Nullable Instant since) {
  private static final EventSelection ALL = new EventSelection(EventFilter.all(), 0, null);

  /** All events. */
  public static EventSelection all() {
    return ALL;
  }

  /** Only what the filter wants. */
  public EventSelection filter(EventFilter wanted) {
    return new EventSelection(wanted, from, since);
  }

  /** Only from this position on. */
  public EventSelection from(long position) {
    return new EventSelection(filter, position, since);
  }

  /** Only what was stored then or later. */
  public EventSelection since(@Nullable Instant instant) {
    return new EventSelection(filter, from, instant);
  }

  boolean includes(RecordedEvent event) {
    return event.position() >= from
        && (since == null || !event.recordedAt().isBefore(since))
        && filter.matches(event);
  }
}
