package io.tidemark.benchmarks.measure;

import io.tidemark.benchmarks.measure.Options.ServerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a benchmark, or a part of one, in a JVM of its own. */
public final class OwnJvm {
  private static final String MAIN = "io.tidemark.benchmarks.Main";
  private static final String MEGABYTES = "io.tidemark.benchmarks.heap-megabytes";

  private OwnJvm() {}

  /** Whether this is one that a whole work is run in. */
  public static boolean isHere() {
    return megabytes() > 0;
  }

  /** How much heap this one may have; 0 if it is not one that a work is run in. */
  public static int megabytes() {
    return Integer.getInteger(MEGABYTES, 0);
  }

  /** Runs one work there with so much heap; what it prints goes into the report. */
  public static void run(
      String work, int megabytes, Database database, Options options, Report report)
      throws IOException, InterruptedException {
    Process process =
        start(
            List.of("-Xmx" + megabytes + "m", "-D" + MEGABYTES + "=" + megabytes),
            MAIN,
            database.address(),
            options.only(work, database.address()).arguments());
    try (BufferedReader lines = lines(process)) {
      lines.lines().forEach(report::addLine);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          work + " failed in the JVM with little memory: exit code " + process.exitValue());
    }
  }

  /** Starts a class there, which finds the password in the environment. */
  static Process start(
      List<String> settings, String main, ServerAddress address, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", address.password());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
