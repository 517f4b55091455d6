package io.tidemark.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as SVG, readable on light and on dark.
 *
 * @param title what is shown, with its unit
 * @param note what to keep in mind, in one line
 * @param bars from the top
 */
record BarChart(String title, String note, List<Bar> bars) {
  private static final int WIDTH = 840;
  private static final int LABELS = 250;
  private static final int BARS = 470;
  private static final int HEAD = 56;
  private static final int ROW = 26;
  private static final int GAP = 12;

  /**
   * A bar.
   *
   * @param label before it
   * @param value how long it is
   * @param ours whether it is drawn as Tidemark's
   * @param first whether it begins a group
   */
  record Bar(String label, long value, boolean ours, boolean first) {}

  /** The lines of the file. */
  List<String> svg() {
    long longest = bars.stream().mapToLong(Bar::value).max().orElseThrow();
    List<String> rows = new ArrayList<>();
    int y = HEAD;
    for (Bar bar : bars) {
      y += bar.first() && y > HEAD ? GAP : 0;
      rows.addAll(row(bar, y, Math.max(2, bar.value() * BARS / longest)));
      y += ROW;
    }
    List<String> lines = new ArrayList<>(head(y + 44));
    lines.addAll(rows);
    lines.add("  <text class=\"soft\" x=\"24\" y=\"%d\">%s</text>".formatted(y + 24, note));
    lines.add("</svg>");
    return lines;
  }

  private List<String> head(int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title"
             font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" font-size="14">
          <title id="title">%s</title>
          <!-- Drawn by ChartsTest from the tables of docs/explanation/performance.md -->
          <style>
            .card { fill: #ffffff; stroke: #d0d7de; }
            .text { fill: #1f2328; }
            .soft { fill: #59636e; }
            .ours { fill: #0e7490; }
            .others { fill: #afb8c1; }
            @media (prefers-color-scheme: dark) {
              .card { fill: #0d1117; stroke: #3d444d; }
              .text { fill: #f0f6fc; }
              .soft { fill: #9198a1; }
              .ours { fill: #22b8d6; }
              .others { fill: #545d68; }
            }
          </style>
          <rect class="card" x="0.5" y="0.5" width="%d" height="%d" rx="8"/>
          <text class="text" x="24" y="34" font-weight="600" font-size="16">%s</text>
        """
        .formatted(WIDTH, height, title, WIDTH - 1, height - 1, title)
        .lines()
        .toList();
  }

  private static List<String> row(Bar bar, int y, long length) {
    String kind = bar.ours() ? "ours" : "others";
    return """
          <text class="text" x="%d" y="%d" text-anchor="end">%s</text>
          <rect class="%s" x="%d" y="%d" width="%d" height="18" rx="3"/>
          <text class="text" x="%d" y="%d">%s</text>
        """
        .formatted(
            LABELS - 10,
            y + 14,
            bar.label(),
            kind,
            LABELS,
            y,
            length,
            LABELS + length + 8,
            y + 14,
            String.format(Locale.ROOT, "%,d", bar.value()))
        .lines()
        .toList();
  }
}
