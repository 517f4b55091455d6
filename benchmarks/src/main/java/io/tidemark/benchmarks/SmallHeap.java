package io.tidemark.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a benchmark in a JVM of its own with little memory. */
final class SmallHeap {
  private static final int MEGABYTES = 128;
  private static final String MARK = "io.tidemark.benchmarks.small-heap";

  private SmallHeap() {}

  /** Whether this is that JVM. */
  static boolean isHere() {
    return Boolean.getBoolean(MARK);
  }

  static int megabytes() {
    return MEGABYTES;
  }

  /** Runs one work there; what it prints goes into the report. */
  static void run(String work, Database database, Options options, Report report)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + MEGABYTES + "m", "-D" + MARK + "=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(options.only(work, database.address()).arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", database.address().password());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(report::addLine);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          work + " failed in the JVM with little memory: exit code " + process.exitValue());
    }
  }
}
