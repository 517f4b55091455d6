package io.tidemark.testdatabase;

import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The server the databases of this JVM's tests are created on. */
record TestDatabaseServer(String url, String user, String password) {
  private static final String ENOUGH_FOR_PARALLEL_TESTS = "200";
  private static @Nullable TestDatabaseServer shared;

  static synchronized TestDatabaseServer shared() {
    TestDatabaseServer known = shared;
    if (known == null) {
      known = find();
      shared = known;
    }
    return known;
  }

  /** The database the server came with, from which others are created. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    if (!user.isEmpty()) {
      dataSource.setUser(user);
      dataSource.setPassword(password);
    }
    return dataSource;
  }

  PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource dataSource = dataSource();
    dataSource.setDatabaseName(database);
    return dataSource;
  }

  private static TestDatabaseServer find() {
    String url = System.getenv("TIDEMARK_TEST_JDBC_URL");
    if (url != null && !url.isBlank()) {
      return new TestDatabaseServer(
          url, environment("TIDEMARK_TEST_USER"), environment("TIDEMARK_TEST_PASSWORD"));
    }
    return DockerEngine.answers() ? container() : embedded();
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  /** Never stopped here: Testcontainers removes its containers when the JVM is gone. */
  @SuppressWarnings("resource")
  private static TestDatabaseServer container() {
    PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
    container.start();
    return new TestDatabaseServer(
        container.getJdbcUrl(), container.getUsername(), container.getPassword());
  }

  private static TestDatabaseServer embedded() {
    Path directory = TemporaryDirectory.create("tidemark-test");
    EmbeddedPostgres server =
        EmbeddedPostgres.open(
            directory,
            EmbeddedPostgresOptions.throwaway()
                .withSetting("max_connections", ENOUGH_FOR_PARALLEL_TESTS));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  TemporaryDirectory.delete(directory);
                }));
    return new TestDatabaseServer(server.jdbcUrl(), server.user(), server.password());
  }
}
