package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Row;
import io.tidemark.store.UnreadableEventException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a read that leaves out what is large: an event, or where one stands and how large it is.
 *
 * @param event empty if it was left out or cannot be read
 * @param octets of data and metadata
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
    long position = row.integer(1);
    UUID id = row.uuid(3);
    if (row.object(11) instanceof Number large) {
      return new SizedRow(position, id, Optional.empty(), large.longValue(), null);
    }
    try {
      long octets = (long) row.text(5).length() + row.text(6).length();
      return new SizedRow(position, id, Optional.of(EventRows.map(row)), octets, null);
    } catch (UnreadableEventException e) {
      return new SizedRow(position, id, Optional.empty(), 0, e);
    }
  }
}
