package io.tidemark.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How rows are printed, be they known or yet to come: one under the other if the terminal has room,
 * else each as a block with a line for each cell. Not thread-safe.
 */
public final class TableLayout {
  static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<TableColumn> columns;
  private final int[] widths;
  private final int available;
  private final boolean fits;
  private boolean begun;

  TableLayout(List<TableColumn> columns, int[] widths, int available, boolean fits) {
    this.columns = columns;
    this.widths = widths;
    this.available = available;
    this.fits = fits;
  }

  static List<String> texts(Object... cells) {
    return Stream.of(cells).map(String::valueOf).map(Printable::of).toList();
  }

  /** The line of the headings; none if the rows are blocks. */
  public List<String> heading(Style style) {
    return fits ? List.of(style.dim(line(names()))) : List.of();
  }

  /** The lines of the next row, a cell for each heading. */
  public List<String> row(Style style, Object... cells) {
    return lines(style, texts(cells));
  }

  List<String> lines(Style style, List<String> cells) {
    return fits ? List.of(line(cells)) : block(style, cells);
  }

  private List<String> names() {
    return columns.stream().map(TableColumn::name).toList();
  }

  /** The last cell may have all the room that is left. */
  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int n = 0; n < cells.size(); n++) {
      boolean isLast = n == cells.size() - 1;
      String cell = cells.get(n);
      if (available < Integer.MAX_VALUE) {
        cell = columns.get(n).cut(cell, isLast ? available - used : widths[n]);
      }
      line.append(columns.get(n).padded(cell, widths[n])).append(isLast ? "" : GAP);
      used += widths[n] + GAP.length();
    }
    return line.toString().stripTrailing();
  }

  private List<String> block(Style style, List<String> cells) {
    int widest = names().stream().mapToInt(TextWidth::of).max().orElse(0);
    int room = Math.max(NARROWEST, available - widest - GAP.length());
    List<String> lines = new ArrayList<>();
    if (begun) {
      lines.add("");
    }
    begun = true;
    for (int n = 0; n < cells.size(); n++) {
      String name = columns.get(n).name();
      String padding = " ".repeat(widest - TextWidth.of(name));
      for (String part : TextWidth.wrap(cells.get(n), room)) {
        lines.add(style.dim(name + padding) + GAP + part);
        name = "";
        padding = " ".repeat(widest);
      }
    }
    return lines;
  }
}
