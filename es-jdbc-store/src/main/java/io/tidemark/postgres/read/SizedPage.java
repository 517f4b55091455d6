package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import io.tidemark.store.UnreadableEventException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a page of rows whose large events were left out. The page ends before there are too many
 * octets, and of what was left out only what the page has is fetched.
 *
 * @param events the page
 * @param cut whether there may be more
 * @param octets size of all its events
 * @param largest size of its largest event
 */
record SizedPage(List<RecordedEvent> events, boolean cut, long octets, long largest) {

  /**
   * The page of these rows that ends at the limit, or before an event that cannot be read.
   *
   * @throws UnreadableEventException if that one is the first
   */
  static SizedPage of(List<SizedRow> rows, PageLimit limit, EventRows table, Session session) {
    LargeEvents large = new LargeEvents(rows, table, session);
    int count = 0;
    long sum = 0;
    long largest = 0;
    while (count < rows.size() && sum < limit.octets()) {
      long size = large.size(rows.get(count++));
      sum += size;
      largest = Math.max(largest, size);
    }
    List<SizedRow> chosen = rows.subList(0, count);
    List<RecordedEvent> events = readable(large.areNone() ? chosen : large.whole(chosen));
    boolean cut = events.size() < rows.size() || rows.size() == limit.events();
    return new SizedPage(events, cut, sum, largest);
  }

  /** The events up to the first that cannot be read. */
  private static List<RecordedEvent> readable(List<SizedRow> rows) {
    List<RecordedEvent> events = new ArrayList<>(rows.size());
    for (SizedRow row : rows) {
      RecordedEvent event = row.event();
      if (event != null) {
        events.add(event);
        continue;
      }
      if (events.isEmpty() && row.problem() != null) {
        throw row.problem();
      }
      break;
    }
    return events;
  }
}
