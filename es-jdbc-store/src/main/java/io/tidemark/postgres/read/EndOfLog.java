package io.tidemark.postgres.read;

import io.tidemark.jdbc.Session;
import io.tidemark.store.LogPlace;
import java.util.Optional;

/** Looks where the log ends. Thread-safe. */
final class EndOfLog {
  private final String sql;

  EndOfLog(String schema) {
    this.sql =
        "select position, event_id from " + schema + ".events order by position desc limit 1";
  }

  /** The place of the last event. */
  LogPlace in(Session session) {
    return session
        .first(sql, row -> new LogPlace(row.integer(1), Optional.of(row.uuid(2))))
        .orElseGet(LogPlace::start);
  }
}
