package io.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs a program of PostgreSQL with the privileges it insists on. */
final class PostgresCommand {
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * After the name of a program, or a time; programs say {@code error}, servers say the rest, and
   * merely note what is wrong in a file of settings, or why a port cannot be had.
   */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?:.*?[\\s\\]])?(?:(?:error|detail|ERROR|FATAL|PANIC|DETAIL):"
              + "|LOG:(?=\\s+(?:invalid|could not|syntax|unrecognized)))\\s+(.+)");

  private PostgresCommand() {}

  /** What a program said, and whether it ended well in time. */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }

    /** What of it says why it failed. */
    String reason() {
      return PostgresCommand.reason(output).orElse("exit code " + exitCode);
    }

    void orThrow(String failure) {
      if (!succeeded()) {
        throw new EmbeddedPostgresException(failure + ": " + reason());
      }
    }
  }

  static Result run(Path workingDirectory, List<String> command, Duration timeout) {
    List<String> whole = new ArrayList<>(Privileges.ofThisProcess().prefix());
    whole.addAll(command);
    return runAsIs(workingDirectory, whole, timeout);
  }

  /**
   * Runs without a change of privileges. A program that takes much longer than it may is killed.
   */
  static Result runAsIs(Path workingDirectory, List<String> command, Duration timeout) {
    try {
      // Not a pipe: the server would inherit it, and reading it would last as long as the server.
      Path output = Files.createTempFile("tidemark", ".out");
      try (InputStream written = Files.newInputStream(output)) {
        Process process = start(workingDirectory, command, output);
        deleteEarly(output);
        int exitCode = waitFor(process, timeout.plus(GRACE));
        return new Result(
            exitCode, new String(written.readAllBytes(), StandardCharsets.UTF_8).strip());
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot run " + command + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  /** What is open lives on without a name, and leaves nothing behind if this process is killed. */
  private static void deleteEarly(Path output) {
    try {
      Files.delete(output);
    } catch (IOException notWhileItIsOpen) {
      // as on Windows, where it is deleted in the end
    }
  }

  /** The complaints in an output or a log, on one line; else its last line, if there is one. */
  static Optional<String> reason(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String complaints =
        lines.stream()
            .map(COMPLAINT::matcher)
            .filter(Matcher::matches)
            .map(complaint -> complaint.group(1))
            .distinct()
            .collect(Collectors.joining("; "));
    if (!complaints.isEmpty()) {
      return Optional.of(complaints);
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
  }

  private static Process start(Path workingDirectory, List<String> command, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(workingDirectory.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    // The user's own PGDATA, PGPORT and the like are meant for another server; messages are parsed
    // in English.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /**
   * Waits through interruptions: a half-started or half-stopped server would be worse than a late
   * answer.
   */
  private static int waitFor(Process process, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            return -1;
          }
          return process.exitValue();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
