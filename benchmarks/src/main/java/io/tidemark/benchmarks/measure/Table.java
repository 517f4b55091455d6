package io.tidemark.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table for what is no rate. */
public final class Table {
  private static final int TEXTS = 2;

  private final List<String> lines = new ArrayList<>();

  /** With these columns: two of text, then numbers. */
  public Table(String... columns) {
    row(columns);
    StringBuilder rule = new StringBuilder("|");
    for (int column = 0; column < columns.length; column++) {
      rule.append(column < TEXTS ? "---|" : "--:|");
    }
    lines.add(rule.toString());
  }

  /** One more row. */
  public void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** Of Markdown. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
