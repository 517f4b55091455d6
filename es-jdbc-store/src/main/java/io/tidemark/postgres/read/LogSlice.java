package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogPlace;
import java.util.List;

/**
 * What one statement saw of the log, and so one snapshot.
 *
 * @param after the place behind which it begins, as the snapshot has it
 * @param page the events wanted
 * @param head the end of the log
 */
record LogSlice(LogPlace after, SizedPage page, LogPlace head) {

  List<RecordedEvent> events() {
    return page.events();
  }

  /** Whether there may be more. */
  boolean isCut() {
    return page.cut();
  }

  /** The place of its last event, or where it begins. */
  LogPlace last() {
    return events().isEmpty() ? after : LogPlace.of(events().get(events().size() - 1));
  }

  EventBatch batch() {
    return new EventBatch(after, events(), isCut() ? last() : head);
  }

  /**
   * Checks that it has every position.
   *
   * @param end where it was to end
   */
  void requireContiguous(long end) {
    long expected = after.position() + 1;
    for (RecordedEvent event : events()) {
      if (event.position() != expected) {
        throw new LogGapException(expected, event.position());
      }
      expected++;
    }
    long last = Math.min(end, head.position());
    if (!isCut() && expected <= last) {
      throw new LogGapException(expected, last);
    }
  }
}
