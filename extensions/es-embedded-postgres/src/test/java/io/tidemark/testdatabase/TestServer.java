package io.tidemark.testdatabase;

import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of one's own that a test may kill: durable, on its own directory, always on
 * the same port.
 *
 * <p>Not thread-safe; killing while other threads use the database is what it is for.
 */
public final class TestServer implements AutoCloseable {
  private final Path directory;
  private EmbeddedPostgres server;

  private TestServer(Path directory, EmbeddedPostgres server) {
    this.directory = directory;
    this.server = server;
  }

  /** Starts a server on an empty directory. */
  public static TestServer start() {
    Path directory = TemporaryDirectory.create("tidemark-server");
    return new TestServer(directory, EmbeddedPostgres.open(directory));
  }

  /** Kills all processes of the server with SIGKILL, like a crash; returns when they are gone. */
  public void killNine() {
    ProcessHandle postmaster =
        ProcessHandle.of(server.postmasterPid())
            .orElseThrow(() -> new IllegalStateException("Not running: " + server));
    List<ProcessHandle> family =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    Processes.awaitEnd(family);
  }

  /**
   * Starts the server again after a kill, on the same port; committed data is there again when this
   * returns.
   */
  public void restart() {
    EmbeddedPostgres before = server;
    server =
        EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.durable().withPort(before.port()));
    before.close();
  }

  /** Where the server's files are. */
  public Path directory() {
    return directory;
  }

  /** The database {@code postgres}; without user and password. */
  public String jdbcUrl() {
    return server.jdbcUrl();
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** The port on 127.0.0.1, for a {@link CuttingProxy} in front. */
  public int port() {
    return server.port();
  }

  /** Opens a new connection to the database {@code postgres} every time. */
  public DataSource dataSource() {
    return dataSource(port());
  }

  /** The same through another port, that of a proxy. */
  public DataSource dataSource(int port) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setServerNames(new String[] {"127.0.0.1"});
    dataSource.setPortNumbers(new int[] {port});
    dataSource.setDatabaseName("postgres");
    dataSource.setUser(user());
    dataSource.setPassword(password());
    return dataSource;
  }

  /** Stops the server and deletes its files. */
  @Override
  public void close() {
    server.close();
    TemporaryDirectory.delete(directory);
  }
}
