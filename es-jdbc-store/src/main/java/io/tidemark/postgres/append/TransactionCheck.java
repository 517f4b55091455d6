package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.jdbc.StatementFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a caller's transaction in which cannot be appended, before anything waits for the
 * ordering lock, and bounds how long that wait may be.
 */
final class TransactionCheck {
  private static final List<String> NO_SUCH_TABLE = List.of("42P01", "3F000");

  private final String log;
  private final UUID logId;
  private final String enter;

  /** For the log in this schema. */
  TransactionCheck(String schema, UUID logId, Duration lockTimeout) {
    this.log = schema + ".log";
    this.logId = logId;
    this.enter =
        """
        select isolation, read_only, log_id, lock_timeout, pg_is_in_recovery(),
               set_config('lock_timeout',
                          case when lock_timeout = '0' or lock_timeout::interval > '%1$s ms' then '%1$s ms'
                               else lock_timeout end, true)
        from (select current_setting('transaction_isolation') as isolation,
                     current_setting('transaction_read_only') as read_only,
                     current_setting('lock_timeout') as lock_timeout, log_id
              from %2$s offset 0) before
        """
            .formatted(lockTimeout.toMillis(), log);
  }

  /** Refuses auto-commit mode, without asking the database. */
  void requireOpen(Connection connection, StreamId stream) {
    try {
      if (connection.getAutoCommit()) {
        throw refusal(stream, "a connection in a transaction", "one in auto-commit mode", null);
      }
    } catch (SQLException e) {
      throw SqlErrors.translate("append to " + stream, e);
    }
  }

  /**
   * Refuses what else is wrong with the transaction, and sets how long it may wait for locks.
   *
   * @return how long it might wait before, as the database writes it
   */
  String enter(Connection connection, StreamId stream) {
    State state = look(new Session(connection), stream);
    if (!state.logId().equals(logId)) {
      throw refusal(stream, "a connection to log " + logId, "to log " + state.logId(), null);
    }
    if (state.standby()) {
      throw new StoreUnavailableException(
          "Cannot append to %s in the caller's transaction: expected a connection to the primary, actual to a standby"
              .formatted(stream),
          null);
    }
    if (!state.isolation().equals("read committed")) {
      throw refusal(stream, "isolation level read committed", state.isolation(), null);
    }
    if (state.readOnly().equals("on")) {
      throw refusal(stream, "a transaction that may write", "a read-only one", null);
    }
    return state.lockTimeout();
  }

  private State look(Session session, StreamId stream) {
    try {
      return session.first(enter, State::of).orElseThrow();
    } catch (StatementFailedException e) {
      if (NO_SUCH_TABLE.contains(e.sqlState())) {
        throw refusal(stream, "a connection to log " + logId, "to a database without " + log, e);
      }
      throw e;
    }
  }

  static IllegalStateException refusal(
      StreamId stream, String expected, String actual, @Nullable Throwable cause) {
    return new IllegalStateException(
        "Cannot append to %s in the caller's transaction: expected %s, actual %s"
            .formatted(stream, expected, actual),
        cause);
  }

  /** What the transaction is like. */
  private record State(
      String isolation, String readOnly, UUID logId, String lockTimeout, boolean standby) {
    static State of(Row row) throws SQLException {
      return new State(row.text(1), row.text(2), row.uuid(3), row.text(4), row.truth(5));
    }
  }
}
