package io.tidemark.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table, and what is to be said below it. */
final class Report {
  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(Result result) {
    result.rows().lines().forEach(rows::add);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /** A line of a report that another JVM printed without a head. */
  void addLine(String line) {
    if (line.startsWith("|")) {
      rows.add(line);
    } else if (!line.isBlank()) {
      notes.add(line);
    }
  }

  void print(PrintStream out) {
    rows.forEach(out::println);
    out.println();
    notes.forEach(out::println);
  }
}
