package io.tidemark.sql.cases;

import io.tidemark.sql.cases.window.WindowCases;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries cases out in all ways, and prints for each case and way {@code pass} or what differs.
 * Arguments: files, or directories in which all files that end in {@code .json} are cases: each a
 * case of a statement, or many {@linkplain WindowCases of windows}. Ends with 1 if anything
 * differs, or there is no case.
 */
public final class StreamCases {
  private final List<CaseRun> runs;
  private final PrintStream out;

  StreamCases(List<CaseRun> runs, PrintStream out) {
    this.runs = runs;
    this.out = out;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String arg : args) {
      files.addAll(files(Path.of(arg)));
    }
    List<Path> windows = files.stream().filter(WindowCases::areIn).toList();
    files.removeAll(windows);
    int cases;
    int failures;
    try (PostgresRun postgres = new PostgresRun()) {
      List<CaseRun> runs = new ArrayList<>(MemoryRuns.all());
      runs.add(postgres);
      runs.addAll(StoredRuns.all(postgres.dataSource()));
      WindowCases inCode = WindowCases.all(postgres.dataSource(), System.out);
      windows.forEach(inCode::run);
      failures = inCode.failures() + new StreamCases(runs, System.out).run(files);
      cases = inCode.cases() + files.size();
    }
    System.out.printf("%d cases, %d differ%n", cases, failures);
    System.exit(failures > 0 || cases == 0 ? 1 : 0);
  }

  /** The files of cases that a file or directory is. */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** How many cases differ in any way. */
  int run(List<Path> files) {
    int failures = 0;
    for (Path file : files) {
      failures += passes(file) ? 0 : 1;
    }
    return failures;
  }

  private boolean passes(Path file) {
    CaseQuery query;
    try {
      StreamCase each = StreamCase.read(file);
      out.println(each);
      query = CaseQuery.of(each);
    } catch (RuntimeException e) {
      out.printf("  cannot be read: %s%n", text(e));
      return false;
    }
    boolean passes = true;
    for (CaseRun run : runs) {
      if (!run.knows(query)) {
        out.printf("  %-28s cannot say this%n", run.name());
        continue;
      }
      Optional<String> difference = difference(run, query);
      out.printf("  %-28s %s%n", run.name(), difference.orElse("pass"));
      passes &= difference.isEmpty();
    }
    return passes;
  }

  private static Optional<String> difference(CaseRun run, CaseQuery query) {
    try {
      return run.difference(query);
    } catch (RuntimeException e) {
      return Optional.of("failed: " + text(e));
    }
  }

  private static String text(RuntimeException e) {
    return e
        + Arrays.stream(e.getStackTrace())
            .limit(5)
            .map(frame -> "\n      at " + frame)
            .reduce("", String::concat);
  }
}
