package io.tidemark.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings, each column as wide as its widest cell. A heading that begins with {@code >}
 * is that of a column aligned to the right. Not thread-safe.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> headings) {
    this.headings = headings;
  }

  /** Without rows. */
  public static Table of(String... headings) {
    return new Table(List.of(headings));
  }

  /** Adds a row, a cell for each heading. Control characters are shown as question marks. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell).replaceAll("\\p{Cntrl}", "?"));
    }
    rows.add(row);
    return this;
  }

  /** The lines, the headings first. */
  public List<String> lines(Style style) {
    List<String> names = headings.stream().map(heading -> heading.replaceFirst("^>", "")).toList();
    List<String> lines = new ArrayList<>();
    int[] widths = IntStream.range(0, names.size()).map(this::width).toArray();
    lines.add(style.dim(line(names, widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - length(cell));
      boolean right = headings.get(column).startsWith(">");
      line.append(column == 0 ? "" : GAP).append(right ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int heading = length(headings.get(column).replaceFirst("^>", ""));
    return rows.stream().mapToInt(row -> length(row.get(column))).reduce(heading, Math::max);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
