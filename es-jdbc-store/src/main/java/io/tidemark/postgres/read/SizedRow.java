package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.store.UnreadableEventException;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a read that leaves out what is large: an event, or where one stands.
 *
 * @param event null if it was left out or cannot be read
 * @param characters of data and metadata, which is what it takes here; 0 of one that did not come
 * @param problem why it cannot be read
 */
record SizedRow(
    long position,
    UUID eventId,
    @Nullable RecordedEvent event,
    long characters,
    @Nullable UnreadableEventException problem) {

  boolean isLeftOut() {
    return event == null && problem == null;
  }

  /** Reads a row of {@link EventRows#selectSized}. */
  static SizedRow map(Row row) throws SQLException {
    return map(row, null);
  }

  /** Reads a row of {@link EventRows#selectSizedOfStream}. */
  static RowMapper<SizedRow> ofStream(StreamId stream) {
    return row -> map(row, stream);
  }

  /** What the event has is not asked of the driver again: it makes it anew each time. */
  private static SizedRow map(Row row, @Nullable StreamId known) throws SQLException {
    String data = row.textOrNull(5);
    String metadata = row.textOrNull(6);
    if (data == null || metadata == null) {
      return new SizedRow(row.integer(1), row.uuid(3), null, 0, null);
    }
    try {
      RecordedEvent event = EventRows.map(row, known, data, metadata);
      long characters = (long) data.length() + metadata.length();
      return new SizedRow(event.position(), event.id(), event, characters, null);
    } catch (UnreadableEventException e) {
      return new SizedRow(row.integer(1), row.uuid(3), null, 0, e);
    }
  }
}
