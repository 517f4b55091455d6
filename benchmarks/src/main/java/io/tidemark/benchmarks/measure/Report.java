package io.tidemark.benchmarks.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table of rates, the tables of what is no rate, and what is to be said below. */
public final class Report {
  private final List<String> rows = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public void add(Result result) {
    result.rows().lines().forEach(rows::add);
  }

  public void add(Table table) {
    tables.add(table);
  }

  public void note(String sentence) {
    notes.add(sentence);
  }

  /** A line of rows and notes that another JVM printed. */
  void addLine(String line) {
    if (line.startsWith("|")) {
      rows.add(line);
    } else if (!line.isBlank()) {
      notes.add(line);
    }
  }

  /** Prints the rows without a head, and the notes: what another JVM can add to its own. */
  public void printForOther(PrintStream out) {
    rows.forEach(out::println);
    notes.forEach(out::println);
  }

  public void print(PrintStream out) {
    if (!rows.isEmpty()) {
      out.print(Result.HEADER);
      rows.forEach(out::println);
      out.println();
    }
    for (Table table : tables) {
      table.lines().forEach(out::println);
      out.println();
    }
    notes.forEach(out::println);
  }
}
