package io.tidemark.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.PGProperty;

/**
 * Opens connections that stay with their opener. From a HikariCP pool it takes the address and
 * credentials and goes around the pool, because a connection kept for ever would be missing there;
 * any other source is asked itself.
 */
public final class DirectConnections {
  private final DataSource dataSource;

  /** To the database of this source. */
  public DirectConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A new connection in auto-commit mode, which the caller closes. */
  public Connection open(String applicationName) throws SQLException {
    Connection connection = connect(applicationName);
    connection.setAutoCommit(true);
    return connection;
  }

  private Connection connect(String applicationName) throws SQLException {
    if (!(dataSource instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) {
      return dataSource.getConnection();
    }
    Properties properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
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
}
