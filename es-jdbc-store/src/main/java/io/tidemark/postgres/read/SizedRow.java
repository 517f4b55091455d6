package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.store.UnreadableEventException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a read that leaves out what is large: an event, or where one stands and how large it is.
 *
 * @param event empty if it was left out or cannot be read
 * @param octets of data and metadata; of an event that came, its characters, which is what it takes
 *     here
 * @param problem why it cannot be read
 */
record SizedRow(
    long position,
    UUID eventId,
    Optional<RecordedEvent> event,
    long octets,
    @Nullable UnreadableEventException problem) {

  boolean isLeftOut() {
    return event.isEmpty() && problem == null;
  }

  /** Reads a row of {@link EventRows#selectSized}. */
  static SizedRow map(Row row) throws SQLException {
    return map(row, null);
  }

  /** The same of one stream. */
  static RowMapper<SizedRow> ofStream(StreamId stream) {
    return row -> map(row, stream);
  }

  /** What the event has is not asked of the driver again: it makes it anew each time. */
  private static SizedRow map(Row row, @Nullable StreamId known) throws SQLException {
    if (row.object(11) instanceof Number large) {
      return new SizedRow(row.integer(1), row.uuid(3), Optional.empty(), large.longValue(), null);
    }
    try {
      EventRows.Content content = new EventRows.Content(row.text(5), row.text(6));
      RecordedEvent event = EventRows.map(row, known, content);
      return new SizedRow(
          event.position(), event.id(), Optional.of(event), content.characters(), null);
    } catch (UnreadableEventException e) {
      return new SizedRow(row.integer(1), row.uuid(3), Optional.empty(), 0, e);
    }
  }
}
