package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Stops the server of a directory with the programs that it was started from. */
final class ServerStop {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private ServerStop() {}

  /**
   * Stops it when those who use it have left; whether there was one. Nobody new comes in meanwhile,
   * because that is decided under the same lock.
   */
  static boolean inTurn(DataDirectory directory, Duration patience) {
    DirectoryUsers users = new DirectoryUsers(directory);
    AtomicBoolean ran = new AtomicBoolean();
    users.deciding(
        () -> {
          ran.set(directory.server().isPresent());
          directory
              .unreadablePostmasterFile()
              .ifPresent(
                  problem -> {
                    throw new EmbeddedPostgresException(
                        "Cannot stop PostgreSQL on " + directory.root() + ": " + problem);
                  });
          if (ran.get()) {
            awaitLeaving(users, directory, patience);
            stop(directory);
          }
          new IdleTimeout(directory.idleTimeout()).clear();
        });
    return ran.get();
  }

  private static void awaitLeaving(
      DirectoryUsers users, DataDirectory directory, Duration patience) {
    long started = System.nanoTime();
    while (!users.areNone()) {
      if (Duration.ofNanos(System.nanoTime() - started).compareTo(patience) >= 0) {
        throw new EmbeddedPostgresException(
            "Cannot stop PostgreSQL on %s: expected nobody to use it, actual still in use after %d s"
                .formatted(directory.root(), patience.toSeconds()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Stops it whoever uses it. The caller holds the directory's decision lock. */
  static void stop(DataDirectory directory) {
    if (directory.server().isEmpty()) {
      return;
    }
    PostgresCommand.Result result =
        PostgresCommand.run(directory.root(), command(directory), TIMEOUT);
    if (!result.succeeded() && directory.server().isPresent()) {
      throw new EmbeddedPostgresException(
          "Cannot stop PostgreSQL on "
              + directory.root()
              + ": "
              + result.reason()
              + " (its log: "
              + directory.log()
              + ")");
    }
  }

  /** Fast: sessions are cut off, their open transactions rolled back, the data written. */
  private static List<String> command(DataDirectory directory) {
    return List.of(
        programs(directory).resolve("pg_ctl").toString(),
        "stop",
        "--mode=fast",
        "--wait",
        "--timeout=" + TIMEOUT.toSeconds(),
        "--pgdata=" + DataDirectory.CLUSTER);
  }

  /** A server writes down how it was started: its program, then its arguments in quotes. */
  private static Path programs(DataDirectory directory) {
    Path file = directory.cluster().resolve("postmaster.opts");
    try {
      return Path.of(Files.readString(file).replaceFirst("(?s) \".*", "").strip())
          .resolveSibling("");
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + file + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }
}
