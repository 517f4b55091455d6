package io.tidemark.projection.set;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What stands in the places of a statement; all names as they stand in SQL.
 *
 * <p>Not API.
 *
 * @param table the table that it writes
 * @param view the view of the log
 * @param events the table of the log
 * @param occurredBy only events that happened at this time or before are read, if there is one
 */
public record StatementPlaces(
    String table, String view, String events, Optional<OffsetDateTime> occurredBy) {
  /** Which reads all events of a range. */
  public StatementPlaces(String table, String view, String events) {
    this(table, view, events, Optional.empty());
  }

  /** The same, which reads what happened by a time. */
  public StatementPlaces occurredBy(OffsetDateTime time) {
    return new StatementPlaces(table, view, events, Optional.of(time));
  }
}
