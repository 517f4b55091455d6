package io.tidemark.postgres;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.MetadataJson;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import java.sql.SQLException;
import java.util.List;

/** Rows of the events table, and the events they are. */
public final class EventRows {
  private static final String OF_A_STREAM =
      "position, version, event_id, type, data, metadata, occurred_at, recorded_at";

  private final String table;

  /** Of the log in this schema. */
  public EventRows(String schema) {
    this.table = schema + ".events";
  }

  /** Start of a query for whole events; read its rows with {@link #map}. */
  String select() {
    return "select " + OF_A_STREAM + ", category, key from " + table;
  }

  /** Start of a query for events of one stream; read its rows with {@link #ofStream}. */
  String selectOfStream() {
    return "select " + OF_A_STREAM + " from " + table;
  }

  /** The events at these positions, both inclusive. */
  public List<RecordedEvent> between(Session session, long first, long last) {
    String sql = select() + " where position between ? and ? order by position";
    return session.query(sql, EventRows::map, first, last);
  }

  static RecordedEvent map(Row row) throws SQLException {
    return map(row, new StreamId(row.text(9), row.text(10)));
  }

  static RowMapper<RecordedEvent> ofStream(StreamId stream) {
    return row -> map(row, stream);
  }

  private static RecordedEvent map(Row row, StreamId stream) throws SQLException {
    return new RecordedEvent(
        row.integer(1),
        stream,
        row.integer(2),
        row.uuid(3),
        row.text(4),
        row.text(5),
        MetadataJson.read(row.text(6)),
        row.instant(7),
        row.instant(8));
  }
}
