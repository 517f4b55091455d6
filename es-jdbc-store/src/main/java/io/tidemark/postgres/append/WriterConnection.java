package io.tidemark.postgres.append;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection appends are written on. It is not one of the pool that readers share, so a
 * full pool cannot keep a writer from writing. Used by one thread at a time.
 */
final class WriterConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private final DirectConnections connections;
  private final Duration lockTimeout;
  private final Duration answerTimeout;
  private @Nullable Connection current;

  WriterConnection(DirectConnections connections, Duration lockTimeout, Duration answerTimeout) {
    this.connections = connections;
    this.lockTimeout = lockTimeout;
    this.answerTimeout = answerTimeout;
  }

  /** The connection, opened if there is none. */
  Connection get() throws SQLException {
    Connection connection = current;
    if (connection == null) {
      connection = connections.open("tidemark-writer");
      current = connection;
      prepare(connection);
    }
    return connection;
  }

  private void prepare(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(answerTimeout.toMillis()));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set lock_timeout = %d; set idle_in_transaction_session_timeout = %d"
              .formatted(lockTimeout.toMillis(), answerTimeout.toMillis()));
    }
  }

  /** Whether the error means that the connection is gone and with it the answer. */
  boolean isLost(SQLException error) {
    if (SqlErrors.isConnectionLoss(error)) {
      return true;
    }
    try {
      return current == null || current.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Forgets the connection; the next {@link #get} opens another. */
  void discard() {
    Connection connection = current;
    current = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("Closing a broken connection failed", e);
      }
    }
  }

  @Override
  public void close() {
    discard();
  }
}
