package io.tidemark.postgres;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.MetadataJson;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import java.sql.SQLException;
import java.util.List;

/** Rows of the events table, and the events they are. */
final class EventRows {
  static final String COLUMNS =
      "position, version, category, key, event_id, type, data, metadata, occurred_at, recorded_at";

  private final String table;

  EventRows(String schema) {
    this.table = schema + ".events";
  }

  /** Start of a query for whole events. */
  String select() {
    return "select " + COLUMNS + " from " + table;
  }

  /** The events at these positions, both inclusive. */
  List<RecordedEvent> between(Session session, long first, long last) {
    String sql = select() + " where position between ? and ? order by position";
    return session.query(sql, EventRows::map, first, last);
  }

  static RecordedEvent map(Row row) throws SQLException {
    return new RecordedEvent(
        row.integer(1),
        new StreamId(row.text(3), row.text(4)),
        row.integer(2),
        row.uuid(5),
        row.text(6),
        row.text(7),
        MetadataJson.read(row.text(8)),
        row.instant(9),
        row.instant(10));
  }
}
