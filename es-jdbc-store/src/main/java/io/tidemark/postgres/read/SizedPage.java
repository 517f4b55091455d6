package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.store.UnreadableEventException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a page of rows whose large events were left out. By then the size of each is known, so the
 * page can end before there are too many, and only those it has are fetched.
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
    List<SizedRow> chosen = new ArrayList<>(rows.size());
    List<RecordedEvent> events = new ArrayList<>(rows.size());
    long sum = 0;
    long largest = 0;
    for (SizedRow row : rows) {
      if (sum >= limit.octets()) {
        break;
      }
      chosen.add(row);
      row.event().ifPresent(events::add);
      sum += row.octets();
      largest = Math.max(largest, row.octets());
    }
    if (events.size() < chosen.size()) {
      events = readable(chosen, fetchLarge(chosen, table, session));
    }
    boolean cut = events.size() < rows.size() || rows.size() == limit.events();
    return new SizedPage(events, cut, sum, largest);
  }

  private static Map<Long, SizedRow> fetchLarge(
      List<SizedRow> rows, EventRows table, Session session) {
    List<Long> large = rows.stream().filter(SizedRow::isLeftOut).map(SizedRow::position).toList();
    Map<Long, SizedRow> fetched = new HashMap<>();
    if (!large.isEmpty()) {
      session
          .query(
              table.selectSized() + " where position = any(?)) sized",
              SizedRow::map,
              Long.MAX_VALUE,
              SqlArray.of("bigint", large))
          .forEach(row -> fetched.put(row.position(), row));
    }
    return fetched;
  }

  /** The events up to the first that cannot be read. */
  private static List<RecordedEvent> readable(List<SizedRow> rows, Map<Long, SizedRow> fetched) {
    List<RecordedEvent> events = new ArrayList<>(rows.size());
    for (SizedRow row : rows) {
      SizedRow whole = row.isLeftOut() ? same(row, fetched.get(row.position())) : row;
      UnreadableEventException problem = whole.problem();
      if (problem == null) {
        events.add(whole.event().orElseThrow());
      } else if (events.isEmpty()) {
        throw problem;
      } else {
        break;
      }
    }
    return events;
  }

  /** Rows never change, but a log can be rewound between two statements. */
  private static SizedRow same(SizedRow row, @Nullable SizedRow fetched) {
    if (fetched == null || !fetched.eventId().equals(row.eventId())) {
      throw new StoreUnavailableException(
          "The log was rewound while it was read: expected event %s at position %d, actual %s"
              .formatted(
                  row.eventId(), row.position(), fetched == null ? "none" : fetched.eventId()),
          null);
    }
    return fetched;
  }
}
