package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.TransactionState;

/**
 * A connection as a data source lends it. One that a proxy lends to everybody in a thread may be
 * amid a transaction of somebody else, which the change to auto-commit mode would commit.
 */
final class LentConnection {
  private static final String HAS_WRITTEN = "select pg_current_xact_id_if_assigned() is not null";

  private LentConnection() {}

  /**
   * Puts it into auto-commit mode.
   *
   * @throws IllegalStateException if somebody else has written in a transaction on it, which is
   *     left as it is
   */
  static void autoCommitting(Connection connection) throws SQLException {
    if (!connection.getAutoCommit() && hasWritten(connection)) {
      throw new IllegalStateException(
          "The data source lent a connection of somebody else: expected one without a transaction, actual one that has written in its transaction. Give the pool itself instead of a proxy that knows of transactions; to append in a transaction of yours, use inTransaction(Connection)");
    }
    connection.setAutoCommit(true);
  }

  /** What a pool has asked to see whether the connection lives is no work of somebody. */
  private static boolean hasWritten(Connection connection) throws SQLException {
    if (Session.stateOf(connection) == TransactionState.IDLE) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(HAS_WRITTEN)) {
      return answer.next() && answer.getBoolean(1);
    }
  }
}
