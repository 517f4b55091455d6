package io.tidemark.bank.cli.verb;

import io.tidemark.bank.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the data is: a directory or a server, by option or by environment variable. */
final class LocationOptions {
  static final String DEFAULT_DIRECTORY = "bank-data";

  private static final String IDLE_TIMEOUT = "TIDEMARK_IDLE_TIMEOUT";
  private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "directory of an embedded PostgreSQL that keeps the data (or TIDEMARK_DATA; default: ./"
              + DEFAULT_DIRECTORY
              + ")")
  @Nullable Path data;

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
   * @throws IllegalArgumentException if a variable is not what it should be, if both a directory
   *     and a server were told the same way, or the server's user is missing
   */
  Optional<Location> told(Map<String, String> environment, Path workingDirectory) {
    if (data != null || jdbcUrl != null) {
      String place = data == null ? null : data.toString();
      return of(place, jdbcUrl, environment, workingDirectory);
    }
    String place = unlessEmpty(environment.get("TIDEMARK_DATA"));
    String url = unlessEmpty(environment.get("TIDEMARK_JDBC_URL"));
    return of(place, url, environment, workingDirectory);
  }

  /** A variable without a value is not set. */
  private static @Nullable String unlessEmpty(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * The options that say again where the data is, not the password; what variables say, they say.
   */
  String[] again() {
    if (data != null) {
      return new String[] {"--data", data.toString()};
    }
    if (jdbcUrl == null) {
      return new String[0];
    }
    return user == null
        ? new String[] {"--jdbc-url", jdbcUrl}
        : new String[] {"--jdbc-url", jdbcUrl, "--user", user};
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
      if (directory.isBlank()) {
        throw new IllegalArgumentException(
            "Invalid data directory: expected a name, actual '%s'".formatted(directory));
      }
      Path path = workingDirectory.resolve(directory).normalize();
      return Optional.of(new Location.Directory(path, idleTimeout(environment)));
    }
    return url == null ? unused() : Optional.of(server(url, environment));
  }

  /** The place if nothing was told. */
  static Location unlessTold(Map<String, String> environment, Path workingDirectory) {
    return new Location.Directory(
        workingDirectory.resolve(DEFAULT_DIRECTORY), idleTimeout(environment));
  }

  private static Duration idleTimeout(Map<String, String> environment) {
    String text = environment.get(IDLE_TIMEOUT);
    if (text == null || text.isBlank()) {
      return DEFAULT_IDLE_TIMEOUT;
    }
    try {
      Duration told = Duration.parse("PT" + text.strip());
      if (!told.isNegative()) {
        return told;
      }
    } catch (DateTimeParseException notATime) {
      // said below
    }
    throw new IllegalArgumentException(
        "Invalid %s: expected a time such as 10m or 0s, actual %s".formatted(IDLE_TIMEOUT, text));
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
