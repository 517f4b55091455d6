package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a query that the server hands out part by part, on a connection of its own and in one
 * snapshot. Both end with the last row, or when it is closed. Not thread-safe.
 */
final class RowCursor<T> extends Spliterators.AbstractSpliterator<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RowCursor.class);

  /** As many rows are in memory at once. */
  private static final int PART = 200;

  private final Connection connection;
  private final int isolationBefore;
  private final String sql;
  private final RowMapper<T> mapper;
  private @Nullable ResultSet rows;
  private boolean closed;

  private RowCursor(Connection connection, int isolationBefore, String sql, RowMapper<T> mapper) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.connection = connection;
    this.isolationBefore = isolationBefore;
    this.sql = sql;
    this.mapper = mapper;
  }

  static <T> Stream<T> open(
      DataSource dataSource,
      Consumer<Session> first,
      String sql,
      RowMapper<T> mapper,
      @Nullable Object... parameters) {
    RowCursor<T> cursor = connected(dataSource, sql, mapper);
    try {
      cursor.begin(first, parameters);
      return StreamSupport.stream(cursor, false).onClose(cursor::close);
    } catch (SQLException e) {
      cursor.close();
      throw SqlErrors.translate(sql, e);
    } catch (RuntimeException | Error e) {
      cursor.close();
      throw e;
    }
  }

  private static <T> RowCursor<T> connected(
      DataSource dataSource, String sql, RowMapper<T> mapper) {
    try {
      Connection connection = dataSource.getConnection();
      try {
        LentConnection.autoCommitting(connection);
        return new RowCursor<>(connection, connection.getTransactionIsolation(), sql, mapper);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqlErrors.translate("(connection)", e);
    }
  }

  /** The driver asks for part after part only within a transaction. */
  private void begin(Consumer<Session> first, @Nullable Object... parameters) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    Session session = new Session(connection);
    first.accept(session);
    PreparedStatement statement = session.prepare(sql, parameters);
    statement.closeOnCompletion();
    statement.setFetchSize(PART);
    rows = statement.executeQuery();
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    ResultSet open = rows;
    if (closed || open == null) {
      return false;
    }
    T row;
    try {
      if (!open.next()) {
        close();
        return false;
      }
      row = mapper.map(new Row(open));
    } catch (SQLException e) {
      throw SqlErrors.translate(sql, e);
    }
    action.accept(row);
    return true;
  }

  /** Gives the connection back as it was, once; a broken one has told its user so already. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ResultSet open = rows;
    try (Connection given = connection) {
      if (open != null) {
        open.close();
      }
      given.rollback();
      given.setAutoCommit(true);
      given.setTransactionIsolation(isolationBefore);
    } catch (SQLException e) {
      LOG.debug("Connection given back broken", e);
    }
  }
}
