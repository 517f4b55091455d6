package io.tidemark.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings, each column as wide as its widest cell. A heading that begins with {@code >}
 * is that of a column aligned to the right. Not thread-safe.
 *
 * <p>What is wider than the terminal gets narrower: first text is cut, never figures; if that is
 * not enough, each row is printed as a block, a line for each cell.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

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

  /** The lines, the headings first, of any width. */
  public List<String> lines(Style style) {
    return lines(style, Integer.MAX_VALUE);
  }

  /** The lines, the headings first, none of them wider than so many columns if that is possible. */
  public List<String> lines(Style style, int columns) {
    int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
    if (!narrow(widths, columns)) {
      return blocks(style, columns);
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.dim(line(names(), widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** Takes from the widest text as long as it is too much; false if it stays too much. */
  private boolean narrow(int[] widths, int columns) {
    int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - columns;
    for (; excess > 0; excess--) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(column -> !isRight(column) && widths[column] > least(column))
              .boxed()
              .max(Comparator.comparingInt(column -> widths[column]))
              .orElse(-1);
      if (widest < 0) {
        return false;
      }
      widths[widest]--;
    }
    return true;
  }

  private int least(int column) {
    return Math.max(NARROWEST, TextWidth.of(names().get(column)));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = TextWidth.cut(cells.get(column), widths[column]);
      String padding = " ".repeat(widths[column] - TextWidth.of(cell));
      line.append(column == 0 ? "" : GAP).append(isRight(column) ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private List<String> blocks(Style style, int columns) {
    List<String> names = names();
    int widest = names.stream().mapToInt(TextWidth::of).max().orElse(0);
    int room = Math.max(NARROWEST, columns - widest - GAP.length());
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int column = 0; column < row.size(); column++) {
        String name = names.get(column);
        String padding = " ".repeat(widest - TextWidth.of(name));
        for (String part : TextWidth.wrap(row.get(column), room)) {
          lines.add(style.dim(name + padding) + GAP + part);
          name = "";
          padding = " ".repeat(widest);
        }
      }
    }
    return lines;
  }

  private List<String> names() {
    return headings.stream().map(heading -> heading.replaceFirst("^>", "")).toList();
  }

  private boolean isRight(int column) {
    return headings.get(column).startsWith(">");
  }

  private int width(int column) {
    int heading = TextWidth.of(names().get(column));
    return rows.stream().mapToInt(row -> TextWidth.of(row.get(column))).reduce(heading, Math::max);
  }
}
