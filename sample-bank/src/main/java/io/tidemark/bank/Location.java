package io.tidemark.bank;

import java.nio.file.Path;

/** Where the data of the bank is. */
public sealed interface Location {

  /**
   * In a directory, kept by an embedded PostgreSQL that runs while somebody uses it.
   *
   * @param path the directory, created if missing
   */
  record Directory(Path path) implements Location {
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
