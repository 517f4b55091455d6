package io.tidemark.postgres.append;

import io.tidemark.StreamId;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.StatementFailedException;
import java.sql.Connection;

/**
 * The savepoint before one append in a caller's transaction. Going back to it takes back what the
 * append and its hooks wrote, the locks they took and the settings that were made for them.
 *
 * <p>In SQL and not by the methods of the connection, because two statements then make one trip,
 * and the ordering lock is held meanwhile.
 */
final class AppendSavepoint {
  private static final String SET = "savepoint tidemark_append";
  private static final String UNDO =
      "rollback to savepoint tidemark_append; release savepoint tidemark_append";
  private static final String KEEP =
      "release savepoint tidemark_append; select set_config('lock_timeout', ?, true)";
  private static final String FAILED_TRANSACTION = "25P02";

  private final Session session;

  private AppendSavepoint(Session session) {
    this.session = session;
  }

  /** Sets it, and begins the transaction if that has no statement yet. */
  static AppendSavepoint set(Connection connection, StreamId stream) {
    Session session = new Session(connection);
    try {
      session.update(SET);
    } catch (StatementFailedException e) {
      if (e.sqlState().equals(FAILED_TRANSACTION)) {
        throw TransactionCheck.refusal(
            stream, "a transaction that can go on", "one in which a statement failed", e);
      }
      throw e;
    }
    return new AppendSavepoint(session);
  }

  /** Keeps what was done since, with this time to wait for locks from here on. */
  void keep(String lockTimeout) {
    session.update(KEEP, lockTimeout);
  }

  /** Takes back what was done since. */
  void undo() {
    session.update(UNDO);
  }

  /** Takes back what was done since; where that fails too, the failure before it says so. */
  void undoAfter(Throwable failure) {
    try {
      undo();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
