package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Statements on one connection, in the transaction that the connection is in. Not thread-safe. */
public final class Session {
  private final Connection connection;

  /** On this connection, which stays the caller's to commit and close. */
  public Session(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
  }

  /** The connection, for what this class does not offer. */
  public Connection connection() {
    return connection;
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    List<T> result = new ArrayList<>();
    forEach(sql, row -> result.add(mapper.map(row)), parameters);
    return result;
  }

  /** Shows all rows of a query, one after the other. */
  public void forEach(String sql, RowReader reader, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      while (rows.next()) {
        reader.read(row);
      }
    } catch (SQLException e) {
      throw SqlErrors.translate(sql, e);
    }
  }

  /** The first row of a query, if it has one. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    List<T> rows = query(sql, mapper, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /**
   * Runs a statement and returns how many rows it changed; 0 for one that returns rows or defines
   * something.
   */
  public int update(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      throw SqlErrors.translate(sql, e);
    }
  }

  /** Whether {@link #copyIn} can be had, which it cannot through some wrappers of connections. */
  public boolean canCopy() {
    try {
      return connection.isWrapperFor(PGConnection.class);
    } catch (SQLException notToBeAsked) {
      return false;
    }
  }

  /**
   * Runs a {@code copy ... from stdin}.
   *
   * @param lines its input in the text format, each of them with its line feed
   * @return how many rows it wrote
   */
  public long copyIn(String sql, Iterable<String> lines) {
    try {
      return CopiedLines.send(
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql), lines);
    } catch (SQLException e) {
      throw SqlErrors.translate(sql, e);
    }
  }

  /**
   * Runs the work in one transaction on this connection, which must be in none: committed if it
   * returns, rolled back if it throws.
   */
  public <T> T inTransaction(Supplier<T> work) {
    try {
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.get();
        requireIntact();
        connection.commit();
      } catch (Throwable failure) {
        rollBack(failure);
        throw failure;
      }
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException e) {
      throw SqlErrors.translate("(transaction)", e);
    }
  }

  /**
   * Runs the work as a part of the transaction that is under way: if it throws, what it did is
   * taken back, and the transaction can go on.
   */
  public <T> T inSavepoint(Supplier<T> work) {
    update("savepoint tidemark_part");
    T result;
    try {
      result = work.get();
      requireIntact();
    } catch (Throwable failure) {
      undoPart(failure);
      throw failure;
    }
    update("release savepoint tidemark_part");
    return result;
  }

  /** Where that fails too, the failure before it says what happened. */
  private void undoPart(Throwable failure) {
    try {
      update("rollback to savepoint tidemark_part; release savepoint tidemark_part");
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Refuses a transaction in which a statement has failed, even if whoever sent it took no notice:
   * the server would answer a commit by rolling back, and not call that an error. Costs no trip to
   * the server if all is well.
   *
   * @throws StatementFailedException with the server's own words, if one has failed
   */
  public void requireIntact() {
    TransactionState state = stateOf(connection);
    if (state == null || state == TransactionState.FAILED) {
      query("select 1", row -> 1);
    }
  }

  /**
   * Refuses a transaction that somebody has ended, after a statement in it. Costs no trip to the
   * server.
   *
   * @throws IllegalStateException if there is none
   */
  public void requireUnderWay() {
    if (stateOf(connection) == TransactionState.IDLE) {
      throw new IllegalStateException(
          "Transaction ended from within: expected one under way, actual none");
    }
  }

  /** What the driver knows; null if there is another driver, or a wrapper that refuses to say. */
  static @Nullable TransactionState stateOf(Connection connection) {
    try {
      Class<?> driver = BaseConnection.class; // a wrapper may give another wrapper
      return connection.isWrapperFor(driver)
              && connection.unwrap(driver) instanceof BaseConnection known
          ? known.getTransactionState()
          : null;
    } catch (SQLException notToBeAsked) {
      return null;
    }
  }

  /**
   * To leave a transaction that cannot be rolled back would commit it; only closing it does not.
   */
  private void rollBack(Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException | Error e) {
      failure.addSuppressed(e);
      abandon(failure);
    }
  }

  private void abandon(Throwable failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, bindable(parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /**
   * The driver takes no {@link Instant}; as an offset time it is exact. Arrays and lists become SQL
   * arrays.
   */
  private @Nullable Object bindable(@Nullable Object value) throws SQLException {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof SqlArray array) {
      return connection.createArrayOf(array.elementType(), array.elements());
    }
    return value;
  }
}
