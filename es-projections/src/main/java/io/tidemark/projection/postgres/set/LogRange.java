package io.tidemark.projection.postgres.set;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.table.Identifier;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The log as statements in its own database see it.
 *
 * @param projection whose statements, for messages
 * @param events the table in SQL text
 * @param view the view in SQL text
 * @param endSql brings the id of the log, what stands at a position, and the last event up to
 *     another one
 */
public record LogRange(String projection, String events, String view, String endSql) {
  /**
   * Of this log.
   *
   * @throws IllegalStateException if it is not in PostgreSQL
   */
  public static LogRange of(EventStore store, String projection) {
    if (!(store instanceof PostgresEventStore postgres)) {
      throw new IllegalStateException(
          "Projection %s cannot be run: expected its log in the database of its rows, actual %s"
              .formatted(projection, store.getClass().getSimpleName()));
    }
    String schema = postgres.schema();
    String events = Identifier.qualified(schema, "events");
    return new LogRange(
        projection,
        events,
        Identifier.qualified(schema, "event_log"),
        """
        select l.log_id, (select event_id from %1$s where position = ?), e.position, e.event_id
        from %2$s l left join lateral
          (select position, event_id from %1$s where position > ? and position <= ?
           order by position desc limit 1) e on true
        """
            .formatted(events, Identifier.qualified(schema, "log")));
  }

  /**
   * The checkpoint behind the events after one, up to a position; the same one if there are none.
   *
   * @throws LogRewoundException if the log here does not lead up to the checkpoint
   */
  public Checkpoint end(Session session, Checkpoint from, long last) {
    Seen seen =
        session
            .first(endSql, Seen::read, from.position(), from.position(), last)
            .orElseThrow(() -> rewound("log " + from.logId(), "none"));
    if (!seen.logId().equals(from.logId())) {
      throw rewound("log " + from.logId(), "log " + seen.logId());
    }
    LogPlace found = new LogPlace(from.position(), seen.there());
    if (!found.equals(from.place())) {
      throw rewound(from.place().toString(), found.toString());
    }
    return seen.end().map(from::at).orElse(from);
  }

  private LogRewoundException rewound(String expected, String actual) {
    return new LogRewoundException(
        projection, "expected %s, actual %s".formatted(expected, actual));
  }

  private record Seen(UUID logId, Optional<UUID> there, Optional<LogPlace> end) {
    static Seen read(Row row) throws SQLException {
      Long position = row.object(3, Long.class);
      return new Seen(
          row.uuid(1),
          Optional.ofNullable(row.object(2, UUID.class)),
          position == null
              ? Optional.empty()
              : Optional.of(new LogPlace(position, Optional.of(row.uuid(4)))));
    }
  }
}
