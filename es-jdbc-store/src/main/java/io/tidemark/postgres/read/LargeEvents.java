package io.tidemark.postgres.read;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that a query left out for their size: how large they are, and then those wanted. */
final class LargeEvents {
  private final EventRows table;
  private final Session session;
  private final boolean none;
  private final Map<Long, Long> octets = new HashMap<>();

  /** Asks for the sizes, if any row was left out. */
  LargeEvents(List<SizedRow> rows, EventRows table, Session session) {
    this.table = table;
    this.session = session;
    List<Long> leftOut = leftOut(rows);
    this.none = leftOut.isEmpty();
    if (!none) {
      String sql =
          "select position, octet_length(data)::bigint + octet_length(metadata) from %s where position = any(?)"
              .formatted(table.table());
      session
          .query(sql, row -> Map.entry(row.integer(1), row.integer(2)), positions(leftOut))
          .forEach(size -> octets.put(size.getKey(), size.getValue()));
    }
  }

  private static List<Long> leftOut(List<SizedRow> rows) {
    return rows.stream().filter(SizedRow::isLeftOut).map(SizedRow::position).toList();
  }

  private static SqlArray positions(List<Long> positions) {
    return SqlArray.of("bigint", positions);
  }

  boolean areNone() {
    return none;
  }

  /** Size of the event of a row, in octets or, if it came, in characters. */
  long size(SizedRow row) {
    return row.isLeftOut() ? octets.getOrDefault(row.position(), 0L) : row.characters();
  }

  /** These rows with none left out. */
  List<SizedRow> whole(List<SizedRow> rows) {
    Map<Long, SizedRow> fetched = new HashMap<>();
    session
        .query(
            table.selectSized() + " where position = any(?)",
            SizedRow::map,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            positions(leftOut(rows)))
        .forEach(row -> fetched.put(row.position(), row));
    return rows.stream()
        .map(row -> row.isLeftOut() ? same(row, fetched.get(row.position())) : row)
        .toList();
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
