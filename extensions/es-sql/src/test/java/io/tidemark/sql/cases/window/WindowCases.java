package io.tidemark.sql.cases.window;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/** Carries the cases of windows in files out, and prints what differs. */
public final class WindowCases {
  private final List<WindowRuns.Run> runs;
  private final PrintStream out;
  private int cases;
  private int failures;

  private WindowCases(List<WindowRuns.Run> runs, PrintStream out) {
    this.runs = runs;
    this.out = out;
  }

  /** In memory only. */
  public static WindowCases inMemory(PrintStream out) {
    return new WindowCases(WindowRuns.inMemory(), out);
  }

  /** In all ways, also over a log in this database. */
  public static WindowCases all(DataSource dataSource, PrintStream out) {
    List<WindowRuns.Run> runs = new ArrayList<>(WindowRuns.inMemory());
    runs.addAll(WindowRuns.stored(dataSource));
    return new WindowCases(runs, out);
  }

  /** Whether a file holds cases of windows. */
  public static boolean areIn(Path file) {
    try {
      return WindowCase.isIn(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return false; // told when it is read as what it should be
    }
  }

  /** The cases of a file. */
  public void run(Path file) {
    try {
      WindowCase.read(file).forEach(this::run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(JsonNode json) {
    cases++;
    WindowCase each;
    try {
      each = WindowCase.of(json);
      out.println(each);
    } catch (RuntimeException e) {
      out.printf("%s%n  cannot be read: %s%n", json.path("id").asString("?"), e);
      failures++;
      return;
    }
    boolean passes = true;
    for (WindowRuns.Run run : runs) {
      Optional<String> difference = difference(run, each);
      out.printf("  %-28s %s%n", run.name(), difference.orElse("pass"));
      passes &= difference.isEmpty();
    }
    failures += passes ? 0 : 1;
  }

  private static Optional<String> difference(WindowRuns.Run run, WindowCase each) {
    try {
      return run.work().apply(each);
    } catch (RuntimeException e) {
      return Optional.of(
          "failed: "
              + e
              + Arrays.stream(e.getStackTrace())
                  .limit(5)
                  .map(frame -> "\n      at " + frame)
                  .reduce("", String::concat));
    }
  }

  /** How many there were. */
  public int cases() {
    return cases;
  }

  /** How many of them differ in any way. */
  public int failures() {
    return failures;
  }
}
