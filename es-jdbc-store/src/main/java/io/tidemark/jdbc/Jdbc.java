package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on connections of a {@link DataSource}. A connection is borrowed for one call and
 * given back with nothing left open. Thread-safe.
 *
 * <p>Every method throws {@link StatementFailedException} if the database refuses the statement,
 * and {@link io.tidemark.StoreUnavailableException} if the same call may work later.
 */
public final class Jdbc {
  private static final Logger LOG = LoggerFactory.getLogger(Jdbc.class);

  private final DataSource dataSource;

  /** On connections of this source, whose default isolation level is kept. */
  public Jdbc(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  /** All rows of a query. Parameters may be null and are bound, never spliced in. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return inSession(session -> session.query(sql, mapper, parameters));
  }

  /** The first row of a query, if it has one. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return inSession(session -> session.first(sql, mapper, parameters));
  }

  /** Runs a statement and returns how many rows it changed. */
  public int update(String sql, @Nullable Object... parameters) {
    return inSession(session -> session.update(sql, parameters));
  }

  /** Runs the work on one connection, each statement a transaction of its own. */
  public <T> T inSession(Function<Session, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      LentConnection.autoCommitting(connection);
      return work.apply(new Session(connection));
    } catch (SQLException e) {
      throw SqlErrors.translate("(connection)", e);
    }
  }

  /**
   * Runs the work in one READ COMMITTED transaction: committed if it returns, rolled back if it
   * throws.
   */
  public <T> T inTransaction(Function<Session, T> work) {
    return inTransaction(Connection.TRANSACTION_READ_COMMITTED, work);
  }

  /** Runs the work in one read-only transaction in which every statement sees the same snapshot. */
  public <T> T inSnapshot(Function<Session, T> work) {
    return inTransaction(Connection.TRANSACTION_REPEATABLE_READ, work);
  }

  /**
   * Streams the rows of a query through a cursor of the server, on a connection of its own that the
   * stream holds, in one transaction with one snapshot. Memory holds 200 rows at most. The stream
   * must be closed; it is closed by itself after its last row.
   *
   * @param first what the transaction does before it takes its snapshot
   */
  public <T> Stream<T> stream(
      Consumer<Session> first, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return RowCursor.open(dataSource, first, sql, mapper, parameters);
  }

  private <T> T inTransaction(int isolation, Function<Session, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      LentConnection.autoCommitting(connection);
      int isolationBefore = connection.getTransactionIsolation();
      connection.setTransactionIsolation(isolation);
      Session session = new Session(connection);
      try {
        return session.inTransaction(() -> work.apply(session));
      } finally {
        restore(connection, isolationBefore);
      }
    } catch (SQLException e) {
      throw SqlErrors.translate("(transaction)", e);
    }
  }

  /** A connection that is broken already tells its user so; giving it back must not hide that. */
  private static void restore(Connection connection, int isolation) {
    try {
      if (!connection.isClosed()) {
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException e) {
      LOG.debug("Connection given back broken", e);
    }
  }
}
