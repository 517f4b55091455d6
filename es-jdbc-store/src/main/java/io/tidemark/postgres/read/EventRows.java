package io.tidemark.postgres.read;

import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.codec.MetadataJson;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.store.UnreadableEventException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the events table, and the events they are. */
public final class EventRows {
  private static final String COLUMNS =
      "position, version, event_id, type, data, metadata, occurred_at, recorded_at, tags,"
          + " category, key";

  /** The first parameters of such a query are the most octets of data and of metadata. */
  private static final String SIZED_COLUMNS =
      "position, version, event_id, type, case when octet_length(data) <= ? then data end,"
          + " case when octet_length(metadata) <= ? then metadata end, occurred_at, recorded_at, tags";

  private final String table;
  private final String tags;

  /** Of the log in this schema. */
  public EventRows(String schema) {
    this.table = schema + ".events";
    this.tags = schema + ".event_tags";
  }

  String table() {
    return table;
  }

  /** Where the positions of each tag are. */
  String tags() {
    return tags;
  }

  /** Start of a query for whole events; read its rows with {@link #map}. */
  String select() {
    return "select " + COLUMNS + " from " + table;
  }

  /**
   * Start of a query that leaves out what is larger than its first parameter, in octets: data, and
   * by its second metadata. Read its rows with {@link SizedRow#map}. The size of a text is known to
   * the server without reading it.
   */
  String selectSized() {
    return "select " + SIZED_COLUMNS + ", category, key from " + table;
  }

  /** The same of one stream, whose name each row need not repeat. */
  String selectSizedOfStream() {
    return "select " + SIZED_COLUMNS + " from " + table;
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
    return map(row, null, row.text(5), row.text(6));
  }

  /**
   * The same where the stream may be known, which then need not be made anew for each event, and
   * data and metadata were read already: the driver makes a text anew each time it is asked.
   */
  static RecordedEvent map(Row row, @Nullable StreamId known, String data, String metadata)
      throws SQLException {
    long position = row.integer(1);
    String type = row.text(4);
    try {
      return new RecordedEvent(
          position,
          known == null ? new StreamId(row.text(10), row.text(11)) : known,
          row.integer(2),
          row.uuid(3),
          type,
          data,
          metadata(position, type, metadata),
          row.instant(7),
          row.instant(8),
          tags(row));
    } catch (RuntimeException e) {
      throw new UnreadableEventException(position, type, e);
    }
  }

  private static Set<Tag> tags(Row row) throws SQLException {
    List<String> texts = row.texts(9);
    return texts.isEmpty()
        ? Set.of()
        : texts.stream().map(Tag::new).collect(Collectors.toUnmodifiableSet());
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
}
