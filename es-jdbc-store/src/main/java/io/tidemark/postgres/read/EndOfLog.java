package io.tidemark.postgres.read;

import io.tidemark.jdbc.Session;
import io.tidemark.store.LogPlace;
import java.util.Optional;

/** Looks where the log ends. Thread-safe. */
final class EndOfLog {
  private final String sql;

  private EndOfLog(String remark, String schema) {
    this.sql =
        remark
            + "select position, event_id from "
            + schema
            + ".events order by position desc limit 1";
  }

  static EndOfLog of(String schema) {
    return new EndOfLog("", schema);
  }

  /**
   * By the session that listens: whoever looks at the sessions of a server shall see which it is.
   */
  static EndOfLog ofListener(String schema) {
    return new EndOfLog("/* listens */ ", schema);
  }

  /** The place of the last event. */
  LogPlace in(Session session) {
    return session
        .first(sql, row -> new LogPlace(row.integer(1), Optional.of(row.uuid(2))))
        .orElseGet(LogPlace::start);
  }
}
