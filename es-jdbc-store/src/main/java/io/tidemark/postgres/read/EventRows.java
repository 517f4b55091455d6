package io.tidemark.postgres.read;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.MetadataJson;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.store.UnreadableEventException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the events table, and the events they are. */
public final class EventRows {
  private static final String COLUMNS =
      "position, version, event_id, type, data, metadata, occurred_at, recorded_at, category, key";

  private static final String SIZED_COLUMNS =
      "position, version, event_id, type, case when octets <= share then data end,"
          + " case when octets <= share then metadata end, occurred_at, recorded_at, category, key,"
          + " case when octets > share then octets end";

  private final String table;

  /** Of the log in this schema. */
  public EventRows(String schema) {
    this.table = schema + ".events";
  }

  String table() {
    return table;
  }

  /** Start of a query for whole events; read its rows with {@link #map}. */
  String select() {
    return "select " + COLUMNS + " from " + table;
  }

  /**
   * Start of a query that leaves out data and metadata of events larger than its first parameter,
   * in octets; to be ended with conditions, a closing parenthesis and a name. Read its rows with
   * {@link SizedRow#map}. The size of a text is known to the server without reading it.
   */
  String selectSized() {
    return "select %s from (select %s, octet_length(data) + octet_length(metadata) as octets, ? as share from %s"
        .formatted(SIZED_COLUMNS, COLUMNS, table);
  }

  /** The events at these positions, both inclusive. */
  public List<RecordedEvent> between(Session session, long first, long last) {
    String sql = select() + " where position between ? and ? order by position";
    return session.query(sql, EventRows::map, first, last);
  }

  /**
   * The event of a row.
   *
   * @throws UnreadableEventException if it is none
   */
  static RecordedEvent map(Row row) throws SQLException {
    return map(row, null, new Content(row.text(5), row.text(6)));
  }

  /**
   * The same where the stream may be known, which then need not be made anew for each event, and
   * the content was read already.
   */
  static RecordedEvent map(Row row, @Nullable StreamId known, Content content) throws SQLException {
    long position = row.integer(1);
    String type = row.text(4);
    try {
      return new RecordedEvent(
          position,
          known == null ? new StreamId(row.text(9), row.text(10)) : known,
          row.integer(2),
          row.uuid(3),
          type,
          content.data(),
          metadata(position, type, content.metadata()),
          row.instant(7),
          row.instant(8));
    } catch (RuntimeException e) {
      throw new UnreadableEventException(position, type, e);
    }
  }

  /** Parsed when it is first looked at; by then nobody else could say where it came from. */
  private static Metadata metadata(long position, String type, String text) {
    if (text.equals("{}")) {
      return Metadata.empty();
    }
    return Metadata.deferred(
        () -> {
          try {
            return MetadataJson.read(text).asMap();
          } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(position, type, e);
          }
        });
  }

  /** What of a row may be large; the driver makes the texts anew each time it is asked. */
  record Content(String data, String metadata) {
    long characters() {
      return (long) data.length() + metadata.length();
    }
  }
}
