package io.tidemark.postgres.append;

import io.tidemark.jdbc.DirectConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection appends are written on. It is not one of the pool that readers share, so a
 * full pool cannot keep a writer from writing. Used by one thread at a time.
 */
final class WriterConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);
  private static final Duration MAX_OPENING = Duration.ofSeconds(10);

  /** An answer is waited for so long at least, also at the end of a deadline. */
  private static final int SHORTEST_WAIT_MILLIS = 100;

  /** What a data source that lends its connections finds as it was. */
  private static final String RESET =
      "reset lock_timeout; reset idle_in_transaction_session_timeout;"
          + " reset default_transaction_isolation";

  private final DirectConnections connections;
  private final Appender.Settings settings;
  private final Executor openers;
  private @Nullable Connection current;
  private Deadline replaceAt = new Deadline(0);
  private int answerMillis;

  WriterConnection(DirectConnections connections, Appender.Settings settings, Executor openers) {
    this.connections = connections;
    this.settings = settings;
    this.openers = openers;
  }

  /**
   * The connection, opened if there is none; what is asked on it will fail if it is not answered by
   * the deadline, or soon after.
   */
  Connection get(Deadline deadline) throws SQLException {
    if (current != null && replaceAt.isOver()) {
      close();
    }
    Connection connection = current;
    if (connection == null) {
      connection = open(deadline);
      current = connection;
      replaceAt = Deadline.in(settings.connectionLifetime());
      answerMillis = 0;
    }
    limitAnswer(connection, deadline);
    return connection;
  }

  /**
   * The limit is set anew only if it would be far from right, since that is a call for each batch.
   */
  private void limitAnswer(Connection connection, Deadline deadline) throws SQLException {
    long full = settings.outcomeTimeout().toMillis();
    long left = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
    long wanted = left > full - full / 8 ? full : Math.max(left, SHORTEST_WAIT_MILLIS);
    if (wanted != answerMillis) {
      answerMillis = (int) Math.min(wanted, Integer.MAX_VALUE);
      connection.setNetworkTimeout(Runnable::run, answerMillis);
    }
  }

  /**
   * Opens on another thread, because no data source promises to come back in time: one that comes
   * too late is closed.
   */
  private Connection open(Deadline deadline) throws SQLException {
    CompletableFuture<Connection> opening = new CompletableFuture<>();
    openers.execute(() -> openInto(opening));
    long nanos = Math.max(0, Math.min(deadline.nanosLeft(), MAX_OPENING.toNanos()));
    try {
      return opening.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      SQLException late =
          new SQLException(
              "No connection for appends: expected one within %d ms, actual none"
                  .formatted(TimeUnit.NANOSECONDS.toMillis(nanos)),
              "08001",
              e);
      if (opening.completeExceptionally(late)) {
        throw late;
      }
      return opening.join();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException sql
          ? sql
          : new SQLException("No connection for appends: " + e.getCause(), "08001", e.getCause());
    }
  }

  private void openInto(CompletableFuture<Connection> opening) {
    try {
      Connection connection = connections.open("tidemark-writer");
      try {
        prepare(connection);
      } catch (SQLException | RuntimeException | Error e) {
        DirectConnections.breakOff(connection);
        throw e;
      }
      if (!opening.complete(connection)) {
        DirectConnections.breakOff(connection);
      }
    } catch (SQLException | RuntimeException | Error e) {
      opening.completeExceptionally(e);
    }
  }

  /** Whatever the database or a pool is set to, the append function needs READ COMMITTED. */
  private void prepare(Connection connection) throws SQLException {
    long answer = settings.outcomeTimeout().toMillis();
    connection.setNetworkTimeout(Runnable::run, (int) Math.min(answer, Integer.MAX_VALUE));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set lock_timeout = %s; set idle_in_transaction_session_timeout = %s; set default_transaction_isolation = 'read committed'"
              .formatted(settings.lockTimeout().toMillis(), answer));
    }
  }

  /** Whether there is a connection that can still be used, as far as it knows itself. */
  boolean isOpen() {
    try {
      return current != null && !current.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Forgets the connection, which may be in any state; the next {@link #get} opens another. */
  void discard() {
    Connection connection = current;
    current = null;
    if (connection != null) {
      DirectConnections.breakOff(connection);
    }
  }

  @Override
  public void close() {
    Connection connection = current;
    current = null;
    if (connection == null) {
      return;
    }
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute(RESET);
      connection.setNetworkTimeout(Runnable::run, 0);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Closing a connection failed", e);
      DirectConnections.breakOff(connection);
    }
  }
}
