package io.tidemark.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One use of a PostgreSQL server that runs on a local directory.
 *
 * <p>Opening a directory starts its server, or joins the one that already runs there, whichever
 * process started it. The last one to close stops it, unless it has an {@linkplain
 * EmbeddedPostgresOptions#withIdleTimeout idle timeout}: then it stays that long for whoever comes
 * next. When a process dies without closing, its server goes on: the next one to open the directory
 * joins it. When the server itself dies, the next one to open the directory starts it again and
 * PostgreSQL recovers all that was committed. All users of a directory must be processes of one
 * machine (not of separate containers).
 *
 * <p>The server listens on 127.0.0.1 only and asks for a generated password, which is kept in the
 * directory. When the JVM shuts down, everything still open is closed.
 *
 * <p>PostgreSQL does not run as root. A root process starts it in a user namespace or as the user
 * {@code nobody}, and leaves alone the directory of an ordinary user.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private final SharedServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(SharedServer server) {
    this.server = server;
  }

  /**
   * Opens a directory with {@link EmbeddedPostgresOptions#durable()}.
   *
   * @see #open(Path, EmbeddedPostgresOptions)
   */
  public static EmbeddedPostgres open(Path directory) {
    return open(directory, EmbeddedPostgresOptions.durable());
  }

  /**
   * Starts the server of this directory or joins it if it runs; returns when it accepts
   * connections.
   *
   * @param directory where the data is kept; created if missing
   * @throws EmbeddedPostgresException if there is no server to be had, with what its log says if it
   *     failed to start; or if the directory holds files of somebody else
   */
  public static EmbeddedPostgres open(Path directory, EmbeddedPostgresOptions options) {
    return new EmbeddedPostgres(ServerRegistry.join(directory, options));
  }

  /** Whether a server has its data in this directory, running or not; changes nothing. */
  public static boolean isInitialised(Path directory) {
    return DataDirectory.existing(directory).isPresent();
  }

  /**
   * Stops the server of this directory before its idle timeout is over. Whoever opens the directory
   * meanwhile waits, and then starts it again.
   *
   * @param patience how long those who have the directory open may take to close it
   * @return false if there was no server
   * @throws EmbeddedPostgresException if the directory is still open then, which is left as it is
   */
  public static boolean stop(Path directory, Duration patience) {
    return ServerRegistry.stop(directory, patience);
  }

  /** JDBC URL of the database {@code postgres}, which always exists; without user and password. */
  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  /** JDBC URL of a database of this server, whether it exists or not; without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port()
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** The superuser of this server. */
  public String user() {
    return Initialisation.USER;
  }

  /** The password of {@link #user()}. */
  public String password() {
    return server.password();
  }

  /** The TCP port on 127.0.0.1. */
  public int port() {
    return server.postmaster().port();
  }

  /** Process id of the server's first process, the postmaster. */
  public long postmasterPid() {
    return server.postmaster().pid();
  }

  /**
   * Leaves the server to its idle timeout if nobody else has its directory open; without one, stops
   * it. Does nothing the second time.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ServerRegistry.leave(server);
    }
  }

  @Override
  public String toString() {
    return "EmbeddedPostgres[" + server.directory() + ", port " + port() + "]";
  }
}
