package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static BarChart chart(String... figures) {
    BarChart chart = new BarChart();
    for (int i = 0; i < figures.length; i++) {
      Optional<BigDecimal> figure =
          Optional.of(figures[i]).filter(text -> !text.isEmpty()).map(BigDecimal::new);
      chart.bar("day " + (i + 1), figure, figures[i]);
    }
    return chart;
  }

  @Test
  void bars_are_as_long_as_their_figures_to_an_eighth_of_a_column() {
    assertThat(chart("16", "8", "0", "1.25", "0.001", "").lines(Style.PLAIN, 30))
        .containsExactly(
            "day 1  " + "█".repeat(16) + "     16",
            "day 2  " + "█".repeat(8) + " ".repeat(8) + "      8",
            "day 3  " + " ".repeat(16) + "      0",
            "day 4  █▎" + " ".repeat(14) + "   1.25",
            "day 5  ▏" + " ".repeat(15) + "  0.001",
            "day 6");
  }

  @Test
  void those_below_zero_go_to_the_left() {
    assertThat(chart("30", "-10", "-0.1", "0").lines(Style.PLAIN, 33))
        .containsExactly(
            "day 1  " + " ".repeat(5) + "█".repeat(15) + "    30",
            "day 2  █████" + " ".repeat(15) + "   -10",
            "day 3      █" + " ".repeat(15) + "  -0.1",
            "day 4  " + " ".repeat(20) + "     0");
    assertThat(chart("-2", "-1").lines(Style.PLAIN, 21))
        .containsExactly("day 1  ██████████  -2", "day 2       █████  -1");
  }

  @Test
  void it_fits_and_elsewhere_than_on_a_terminal_it_is_as_wide_as_a_narrow_one() {
    BarChart chart =
        chart("16", "8")
            .bar("a name that is longer than there is room for it", Optional.empty(), "-");
    assertThat(chart.lines(Style.PLAIN, 40))
        .allMatch(line -> TextWidth.of(line) <= 40)
        .last()
        .asString()
        .startsWith("a name that is longer");
    assertThat(chart.lines(Style.PLAIN, 40).get(2)).contains("…");
    assertThat(chart("16").lines(Style.PLAIN, Integer.MAX_VALUE))
        .containsExactly("day 1  " + "█".repeat(69) + "  16");
    assertThat(chart("1", "-1").lines(Style.COLOURED, 30))
        .allMatch(line -> line.contains("\u001B"));
    assertThat(new BarChart().lines(Style.PLAIN, 80)).isEqualTo(List.of());
  }
}
