package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the running server of a directory or starts it. The caller holds the directory's decision
 * lock.
 */
final class ServerStart {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int MOST_PORTS_TRIED = 20;

  private final DataDirectory directory;
  private final EmbeddedPostgresOptions options;
  private final long deadline;
  private int portsTaken;

  ServerStart(DataDirectory directory, EmbeddedPostgresOptions options) {
    this.directory = directory;
    this.options = options;
    this.deadline = System.nanoTime() + options.startTimeout().toNanos();
  }

  Postmaster ensureRunning() {
    while (true) {
      Optional<Postmaster> found = Postmaster.read(directory.postmasterFile());
      if (found.isPresent() && found.get().isAlive(directory.cluster())) {
        if (found.get().isAcceptingConnections()) {
          return found.get();
        }
      } else {
        start(found);
      }
      if (System.nanoTime() > deadline) {
        throw failure("not ready within " + options.startTimeout().toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Returns when the server runs or when it is worth looking again. */
  private void start(Optional<Postmaster> dead) {
    PostgresBinaries binaries = PostgresBinaries.unpacked(options.progress());
    Privileges.ofThisProcess().checkCanReach(directory.root());
    deleteLeftovers();
    if (!directory.isInitialised()) {
      new Initialisation(directory, binaries).run(options);
    }
    checkVersion(binaries);
    if (dead.isPresent()) {
      Postmaster.disown(directory.postmasterFile());
    }
    int port = ServerSettings.choosePort(options, dead.map(Postmaster::port).orElse(0));
    ServerSettings.write(directory, options, port);
    Privileges.ofThisProcess().handOver(directory.root());
    Privileges.ofThisProcess().handOver(directory.cluster());
    keepPreviousLog();
    options.progress().accept("starting PostgreSQL" + stay());
    PostgresCommand.Result result =
        PostgresCommand.run(directory.root(), startCommand(binaries), timeLeft());
    if (!result.succeeded()) {
      checkWorthRetrying(port, result);
    }
  }

  private String stay() {
    Duration idle = options.idleTimeout();
    boolean isLimited = !idle.isZero() && !idle.equals(EmbeddedPostgresOptions.UNTIL_STOPPED);
    return isLimited ? " (idle timeout: " + text(idle) + ")" : "";
  }

  private static String text(Duration time) {
    if (time.equals(Duration.ofMinutes(time.toMinutes()))) {
      return time.toMinutes() + " min";
    }
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private List<String> startCommand(PostgresBinaries binaries) {
    return List.of(
        binaries.program("pg_ctl"),
        "start",
        "--wait",
        "--timeout=" + Math.max(1, timeLeft().toSeconds()),
        "--pgdata=" + DataDirectory.CLUSTER,
        "--log=" + DataDirectory.LOG);
  }

  private Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void checkVersion(PostgresBinaries binaries) {
    int actual = directory.majorVersion();
    if (actual != binaries.majorVersion()) {
      throw new EmbeddedPostgresException(
          "Wrong PostgreSQL version of "
              + directory.root()
              + ": expected "
              + binaries.majorVersion()
              + ", actual "
              + actual
              + " (dump it with version "
              + actual
              + " and load it into a new directory)");
    }
  }

  private void checkWorthRetrying(int port, PostgresCommand.Result result) {
    String log = directory.logTail();
    if (log.contains("Address already in use")) {
      portsTaken++;
      if (portsTaken > MOST_PORTS_TRIED) {
        throw failure("port " + port + " of 127.0.0.1 is in use");
      }
      return;
    }
    boolean anotherIsGoing =
        log.contains("pre-existing shared memory block")
            || log.contains("\"postmaster.pid\" already exists");
    boolean stillStarting = Postmaster.read(directory.postmasterFile()).isPresent();
    if (!anotherIsGoing && !stillStarting) {
      Optional<String> unreadable = directory.unreadablePostmasterFile();
      // Programs say no more than where the log is, if the server got as far as to write one.
      String said = log.isEmpty() ? ": " + result.reason() : "";
      throw failure(unreadable.orElse("it stopped while starting" + said));
    }
  }

  private EmbeddedPostgresException failure(String reason) {
    Optional<String> said = PostgresCommand.reason(directory.logTail());
    return new EmbeddedPostgresException(
        "Cannot start PostgreSQL on %s: %s%s (its log: %s)"
            .formatted(
                directory.root(), reason, said.map(": "::concat).orElse(""), directory.log()));
  }

  private void deleteLeftovers() {
    try {
      directory.deleteUnfinishedClusters();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot read " + directory.root() + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  private void keepPreviousLog() {
    try {
      if (Files.exists(directory.log())) {
        Files.move(directory.log(), directory.previousLog(), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot set aside " + directory.log() + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }
}
