package io.tidemark.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections that stay with their opener. From a HikariCP pool, also one behind wrappers
 * that can be looked through, it takes the address and credentials and goes around the pool,
 * because a connection kept for ever would be missing there; any other source is asked itself.
 * Thread-safe.
 *
 * <p>Not API: a store is told of such a source by its builder.
 */
public final class DirectConnections {
  private static final Logger LOG = LoggerFactory.getLogger(DirectConnections.class);

  private final DataSource dataSource;

  /** To the database of this source. */
  public DirectConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A new connection in auto-commit mode, which the caller closes. What a pool does to each new
   * connection by SQL is done to this one too.
   */
  public Connection open(String applicationName) throws SQLException {
    HikariDataSource pool = pool(dataSource);
    Connection connection =
        pool == null ? lent(applicationName) : besidePool(pool, applicationName);
    try {
      LentConnection.autoCommitting(connection);
      if (pool != null && pool.getConnectionInitSql() != null) {
        initialise(connection, pool.getConnectionInitSql());
      }
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  /** The pool that can be gone around; null if there is none. */
  private static @Nullable HikariDataSource pool(DataSource source) {
    HikariDataSource pool = source instanceof HikariDataSource itself ? itself : behind(source);
    return pool == null || (pool.getJdbcUrl() == null && pool.getDataSource() == null)
        ? null
        : pool;
  }

  /** Some wrappers refuse to be asked. */
  private static @Nullable HikariDataSource behind(DataSource wrapper) {
    try {
      return wrapper.isWrapperFor(HikariDataSource.class)
          ? wrapper.unwrap(HikariDataSource.class)
          : null;
    } catch (SQLException e) {
      LOG.debug("A data source cannot be looked through", e);
      return null;
    }
  }

  private static Connection besidePool(HikariDataSource pool, String applicationName)
      throws SQLException {
    if (pool.getDataSource() != null) {
      return pool.getUsername() == null
          ? pool.getDataSource().getConnection()
          : pool.getDataSource().getConnection(pool.getUsername(), pool.getPassword());
    }
    Properties properties = new Properties();
    // The driver looks at texts only; a pool turns other values into texts itself.
    pool.getDataSourceProperties()
        .forEach((name, value) -> properties.setProperty(name.toString(), value.toString()));
    if (pool.getUsername() != null) {
      properties.setProperty("user", pool.getUsername());
    }
    if (pool.getPassword() != null) {
      properties.setProperty("password", pool.getPassword());
    }
    properties.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), applicationName);
    properties.putIfAbsent(PGProperty.CONNECT_TIMEOUT.getName(), "10");
    return DriverManager.getConnection(pool.getJdbcUrl(), properties);
  }

  private Connection lent(String applicationName) throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw new SQLException(
          "No connection %s: %s. A store keeps up to 2 connections of such a data source, and one more while it migrates; a small pool wants directConnections(DataSource)"
              .formatted(applicationName, e.getMessage()),
          e.getSQLState(),
          e);
    }
  }

  private static void initialise(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Closes so that no pool takes the connection for a good one. */
  public static void breakOff(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Breaking off a connection failed", e);
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Closing a broken connection failed", e);
    }
  }
}
