package io.tidemark.bank;

import io.tidemark.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Where the data of the bank is. */
public sealed interface Location {
  /** An idle timeout that is never over. */
  Duration UNTIL_STOPPED = EmbeddedPostgresOptions.UNTIL_STOPPED;

  /**
   * In a directory, kept by an embedded PostgreSQL that runs while somebody uses it.
   *
   * @param path the directory
   * @param idleTimeout how long the server stays when nobody uses it any more
   */
  record Directory(Path path, Duration idleTimeout) implements Location {
    /** One whose server the last one to close stops. */
    public Directory(Path path) {
      this(path, Duration.ZERO);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * On a PostgreSQL server.
   *
   * @param jdbcUrl with host and database
   * @param user who connects
   * @param password empty if none is needed
   */
  record Server(String jdbcUrl, String user, String password) implements Location {
    @Override
    public String toString() {
      return jdbcUrl + " as " + user;
    }
  }
}
