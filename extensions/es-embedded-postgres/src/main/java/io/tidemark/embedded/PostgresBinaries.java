package io.tidemark.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The unpacked programs of PostgreSQL. */
final class PostgresBinaries {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static @Nullable PostgresBinaries unpacked;

  private final Path home;
  private final int majorVersion;

  private PostgresBinaries(Path home) {
    this.home = home;
    this.majorVersion = askForVersion();
  }

  /**
   * Unpacks the binaries of this machine from the class path, unless some process did so before.
   */
  static synchronized PostgresBinaries unpacked(Consumer<String> progress) {
    PostgresBinaries known = unpacked;
    if (known == null) {
      known =
          new PostgresBinaries(
              BinariesCache.ofThisProcess().unpacked(BinariesArchive.find(), progress));
      unpacked = known;
    }
    return known;
  }

  /** The path of a program such as {@code initdb}. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  int majorVersion() {
    return majorVersion;
  }

  private int askForVersion() {
    PostgresCommand.Result result =
        PostgresCommand.run(home, List.of(program("postgres"), "--version"), TIMEOUT);
    Matcher matcher = VERSION.matcher(result.output());
    if (!result.succeeded() || !matcher.find()) {
      throw new EmbeddedPostgresException(
          "The PostgreSQL binaries in "
              + home
              + " do not run here: exit code "
              + result.exitCode()
              + "\n"
              + result.output());
    }
    return Integer.parseInt(matcher.group(1));
  }
}
