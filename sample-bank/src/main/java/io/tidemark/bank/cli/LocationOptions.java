package io.tidemark.bank.cli;

import io.tidemark.bank.Location;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the data is: a directory or a server, by option or by environment variable. */
final class LocationOptions {
  static final String DEFAULT_DIRECTORY = "bank-data";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "directory of an embedded PostgreSQL that keeps the data (or TIDEMARK_DATA; default: ./"
              + DEFAULT_DIRECTORY
              + ")")
  @Nullable String data;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "a PostgreSQL server instead, jdbc:postgresql://host/db (or TIDEMARK_JDBC_URL)")
  @Nullable String jdbcUrl;

  @Option(
      names = "--user",
      paramLabel = "U",
      scope = ScopeType.INHERIT,
      description = "its user (or TIDEMARK_USER)")
  @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "P",
      scope = ScopeType.INHERIT,
      description = "the user's password (or TIDEMARK_PASSWORD, which other users cannot see)")
  @Nullable String password;

  /**
   * The place that was told, if any. Options win over environment variables.
   *
   * @throws IllegalArgumentException if both a directory and a server were told the same way, or
   *     the server's user is missing
   */
  Optional<Location> told(Map<String, String> environment, Path workingDirectory) {
    if (data != null || jdbcUrl != null) {
      return of(data, jdbcUrl, environment, workingDirectory);
    }
    String place = environment.get("TIDEMARK_DATA");
    String url = environment.get("TIDEMARK_JDBC_URL");
    return of(place, url, environment, workingDirectory);
  }

  private Optional<Location> of(
      @Nullable String directory,
      @Nullable String url,
      Map<String, String> environment,
      Path workingDirectory) {
    if (directory != null && url != null) {
      throw new IllegalArgumentException(
          "Two places for the data: expected a directory or a JDBC URL, actual %s and %s"
              .formatted(directory, url));
    }
    if (directory != null) {
      return Optional.of(new Location.Directory(workingDirectory.resolve(directory).normalize()));
    }
    return url == null ? unused() : Optional.of(server(url, environment));
  }

  private Optional<Location> unused() {
    if (user != null || password != null) {
      throw new IllegalArgumentException(
          "User or password without a server: expected --jdbc-url, actual none");
    }
    return Optional.empty();
  }

  private Location server(String url, Map<String, String> environment) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "Invalid JDBC URL: expected jdbc:postgresql://host/database, actual " + url);
    }
    String name = user != null ? user : environment.getOrDefault("TIDEMARK_USER", "");
    String secret = password != null ? password : environment.getOrDefault("TIDEMARK_PASSWORD", "");
    return new Location.Server(url, name, secret);
  }
}
