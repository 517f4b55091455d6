package io.tidemark.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under headings, each column as wide as its widest cell. Not thread-safe.
 *
 * <p>What is wider than the terminal gets narrower: first text is cut; if that is not enough, each
 * row is printed as a block, a line for each cell. The first character of a heading may say more of
 * its column: {@code >} figures, aligned to the right and never cut; {@code =} never cut, for
 * example times; {@code ~} cut in the middle, for example names that differ at their end.
 */
public final class Table {
  private static final int NARROWEST = 8;

  private final List<TableColumn> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<List<String>> room = new ArrayList<>();

  private Table(List<TableColumn> columns) {
    this.columns = columns;
  }

  /** Without rows. */
  public static Table of(String... headings) {
    return new Table(Stream.of(headings).map(TableColumn::of).toList());
  }

  /** Adds a row, a cell for each heading. Control characters are shown as question marks. */
  public Table row(Object... cells) {
    rows.add(TableLayout.texts(cells));
    return this;
  }

  /** Makes the columns wide enough for cells like these, for rows that are yet to come. */
  public Table room(Object... cells) {
    room.add(TableLayout.texts(cells));
    return this;
  }

  /** The lines, the headings first, of any width. */
  public List<String> lines(Style style) {
    return lines(style, Integer.MAX_VALUE);
  }

  /** The lines, the headings first, none of them wider than so many columns if that is possible. */
  public List<String> lines(Style style, int columns) {
    TableLayout layout = layout(columns);
    List<String> lines = new ArrayList<>(layout.heading(style));
    rows.forEach(row -> lines.addAll(layout.lines(style, row)));
    return lines;
  }

  /**
   * How the rows that are there so far are printed in so many columns, for more rows like them that
   * come one by one.
   */
  public TableLayout layout(int available) {
    int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
    boolean fits = narrow(widths, available);
    return new TableLayout(columns, widths, available, fits);
  }

  /** Takes from the widest text as long as it is too much; false if it stays too much. */
  private boolean narrow(int[] widths, int available) {
    int gaps = TableLayout.GAP.length() * (widths.length - 1);
    int excess = IntStream.of(widths).sum() + gaps - available;
    for (; excess > 0; excess--) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(column -> columns.get(column).isCut() && widths[column] > least(column))
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
    return Math.max(NARROWEST, TextWidth.of(columns.get(column).name()));
  }

  private int width(int column) {
    int heading = TextWidth.of(columns.get(column).name());
    return Stream.concat(rows.stream(), room.stream())
        .mapToInt(row -> TextWidth.of(row.get(column)))
        .reduce(heading, Math::max);
  }
}
