package io.tidemark.testdatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh, empty database for one test, on a server that all tests of this JVM share.
 *
 * <p>The server is the one {@code TIDEMARK_TEST_JDBC_URL} names (with {@code TIDEMARK_TEST_USER}
 * and {@code TIDEMARK_TEST_PASSWORD}), else a container if a Docker engine answers, else an
 * embedded PostgreSQL.
 */
public final class TestDatabase implements AutoCloseable {
  private final TestDatabaseServer server;
  private final String name;

  private TestDatabase(TestDatabaseServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Creates a database with a name of its own; close it to drop it. */
  public static TestDatabase create() {
    return create("");
  }

  /** Creates one with all that is in another, to which nobody may be connected. */
  static TestDatabase copyOf(TestDatabase other) {
    return create(" TEMPLATE " + other.name());
  }

  private static TestDatabase create(String options) {
    TestDatabaseServer server = TestDatabaseServer.shared();
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute(server.dataSource(), "CREATE DATABASE " + name + options);
    return new TestDatabase(server, name);
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return server.dataSource(name).getURL();
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** The name of the database. */
  public String name() {
    return name;
  }

  /** Opens a new connection every time. */
  public DataSource dataSource() {
    return server.dataSource(name);
  }

  /** Drops the database, cutting off whoever is still connected. */
  @Override
  public void close() {
    execute(server.dataSource(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static void execute(PGSimpleDataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + sql + ": " + e.getMessage(), e);
    }
  }
}
