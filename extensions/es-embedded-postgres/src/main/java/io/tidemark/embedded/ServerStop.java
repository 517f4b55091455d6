package io.tidemark.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops the server of a directory. The caller holds the directory's decision lock. */
final class ServerStop {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private ServerStop() {}

  static void stop(DataDirectory directory, Consumer<String> progress) {
    if (!isRunning(directory)) {
      return;
    }
    PostgresBinaries binaries = PostgresBinaries.unpacked(progress);
    PostgresCommand.Result result =
        PostgresCommand.run(directory.root(), stopCommand(directory, binaries), TIMEOUT);
    if (!result.succeeded() && isRunning(directory)) {
      throw new EmbeddedPostgresException(
          "Cannot stop PostgreSQL on "
              + directory.root()
              + ": "
              + result.output()
              + "\n"
              + directory.logTail());
    }
  }

  private static boolean isRunning(DataDirectory directory) {
    Optional<Postmaster> found = Postmaster.read(directory.postmasterFile());
    return found.isPresent() && found.get().isAlive(directory.cluster());
  }

  /** Fast: sessions are cut off, their open transactions rolled back, the data written. */
  private static List<String> stopCommand(DataDirectory directory, PostgresBinaries binaries) {
    return List.of(
        binaries.program("pg_ctl"),
        "stop",
        "--mode=fast",
        "--wait",
        "--timeout=" + TIMEOUT.toSeconds(),
        "--pgdata=" + directory.cluster());
  }
}
