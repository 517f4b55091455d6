package io.tidemark.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A bar for each of some figures, one under the other, with a name before it and the figure behind
 * it. Those below zero go to the left, if there are any. Not thread-safe.
 */
public final class BarChart {
  /** How wide it is where lines may be of any width. */
  public static final int COLUMNS = 80;

  private static final String GAP = "  ";
  private static final int NARROWEST = 10;
  private static final int PARTS = 8;
  private static final String WHOLE = "█";
  private static final String[] PART = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private final List<Bar> bars = new ArrayList<>();

  /** Without bars. */
  public BarChart() {}

  private record Bar(String name, Optional<BigDecimal> figure, String text) {
    int sign() {
      return figure.map(BigDecimal::signum).orElse(0);
    }
  }

  /**
   * Adds a bar. Control characters are shown as question marks.
   *
   * @param figure none for no bar
   * @param text the figure as it is to be read
   */
  public BarChart bar(String name, Optional<BigDecimal> figure, String text) {
    bars.add(new Bar(Printable.of(name), figure, Printable.of(text)));
    return this;
  }

  /**
   * The lines, none of them wider than so many columns if that is possible: names are cut, figures
   * are not. Elsewhere than on a terminal it is {@link #COLUMNS} wide.
   */
  public List<String> lines(Style style, int columns) {
    int available = columns == Integer.MAX_VALUE ? COLUMNS : columns;
    int figures = widest(bar -> TextWidth.of(bar.text));
    int most = available - figures - 2 * GAP.length();
    int names =
        Math.min(widest(bar -> TextWidth.of(bar.name)), Math.max(NARROWEST, most - NARROWEST));
    int room = Math.max(NARROWEST, most - names);
    BigDecimal below = extent(-1);
    BigDecimal above = extent(1);
    int left = share(room, below, above);
    List<String> lines = new ArrayList<>();
    for (Bar bar : bars) {
      lines.add(
          (padded(style, bar, names)
                  + GAP
                  + drawn(style, bar, left, room - left, below, above)
                  + GAP
                  + " ".repeat(figures - TextWidth.of(bar.text))
                  + bar.text)
              .stripTrailing());
    }
    return lines;
  }

  private int widest(ToIntFunction<Bar> width) {
    return bars.stream().mapToInt(width).max().orElse(0);
  }

  /** How far bars of a sign go. */
  private BigDecimal extent(int sign) {
    return bars.stream()
        .filter(bar -> bar.sign() == sign)
        .map(bar -> bar.figure.orElse(BigDecimal.ZERO).abs())
        .reduce(BigDecimal.ZERO, BigDecimal::max);
  }

  /** How much of the room is for bars below zero: a column at least for each side that has any. */
  private static int share(int room, BigDecimal below, BigDecimal above) {
    if (below.signum() == 0 || above.signum() == 0) {
      return below.signum() == 0 ? 0 : room;
    }
    double part = below.divide(below.add(above), MathContext.DECIMAL64).doubleValue() * room;
    return (int) Math.max(1, Math.min(room - 1, Math.round(part)));
  }

  private static String padded(Style style, Bar bar, int names) {
    String name = TextWidth.cut(bar.name, names);
    return style.dim(name) + " ".repeat(Math.max(0, names - TextWidth.of(name)));
  }

  private static String drawn(
      Style style, Bar bar, int left, int right, BigDecimal below, BigDecimal above) {
    if (bar.sign() < 0) {
      int whole = Math.max(1, (parts(bar, left, below) + PARTS / 2) / PARTS);
      return " ".repeat(left - whole) + style.red(WHOLE.repeat(whole)) + " ".repeat(right);
    }
    int parts = bar.sign() == 0 ? 0 : parts(bar, right, above);
    int columns = (parts + PARTS - 1) / PARTS;
    return " ".repeat(left)
        + style.cyan(WHOLE.repeat(parts / PARTS) + PART[parts % PARTS])
        + " ".repeat(right - columns);
  }

  /** How long a bar is, in parts of a column: one at least. */
  private static int parts(Bar bar, int columns, BigDecimal extent) {
    BigDecimal share = bar.figure.orElseThrow().abs().divide(extent, MathContext.DECIMAL64);
    return (int) Math.max(1, Math.round(share.doubleValue() * columns * PARTS));
  }
}
