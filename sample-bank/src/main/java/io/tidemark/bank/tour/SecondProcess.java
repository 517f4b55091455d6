package io.tidemark.bank.tour;

import io.tidemark.bank.Location;
import io.tidemark.terminal.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs commands of the bank in a process of its own, on the same data.
 *
 * @param program the class of the command line
 * @param location where the data is
 */
public record SecondProcess(Class<?> program, Location location) {
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  /**
   * What one command said.
   *
   * @param pid the process that ran it
   * @param output its lines
   */
  record Answer(long pid, String output) {}

  /** Waits until it is done. */
  Answer run(String... arguments) {
    try {
      Process process = start(arguments);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new CommandFailedException(
            "bank %s in a second process: expected exit code 0, actual %d: %s"
                .formatted(String.join(" ", arguments), exitCode, output.strip()));
      }
      return new Answer(process.pid(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Interrupted while a second process was at work", e);
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(QUICK_START);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    tell(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** By variables, because other users can see arguments. */
  private void tell(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    if (location instanceof Location.Directory directory) {
      environment.put("TIDEMARK_DATA", directory.path().toString());
      environment.put("TIDEMARK_IDLE_TIMEOUT", idleTimeout(directory));
    } else if (location instanceof Location.Server server) {
      environment.put("TIDEMARK_JDBC_URL", server.jdbcUrl());
      environment.put("TIDEMARK_USER", server.user());
      environment.put("TIDEMARK_PASSWORD", server.password());
    }
  }

  /**
   * As the variable says it, for example {@code 10M}: with its own, the server would stay longer.
   */
  private static String idleTimeout(Location.Directory directory) {
    return directory.idleTimeout().toString().substring("PT".length());
  }
}
