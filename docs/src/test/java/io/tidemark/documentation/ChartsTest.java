package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.architecture.Checkout;
import io.tidemark.documentation.BarChart.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the charts against the tables of the page that shows them, or draws them. */
class ChartsTest {
  private static final Path ROOT = Checkout.root();
  private static final Path PAGE = ROOT.resolve("docs/explanation/performance.md");

  @Test
  void the_chart_of_appends_has_the_figures_of_the_page() throws IOException {
    List<Bar> bars = new ArrayList<>();
    addPair(bars, "1 caller", "| append 1 event, 1 caller |", "|  | Tidemark `append` |");
    addPair(bars, "16 callers", "| append 1 event, 16 callers |", "|  | Tidemark `append` |");
    addPair(bars, "64 callers", "| append 1 event, 64 callers |", "|  | Tidemark `append` |");
    addPair(
        bars, "256 callers", "| append 1 event, 256 in flight |", "|  | Tidemark `append`, 256 ");
    mustBe(
        "appending.svg",
        new BarChart(
            "Appends of one event per second",
            "INSERT: a connection per caller, and no safe order. Method and machine: see the page.",
            bars));
  }

  @Test
  void the_chart_of_projections_has_the_figures_of_the_page() throws IOException {
    String section = "### projecting into a table (w7)";
    List<Bar> bars = new ArrayList<>();
    bars.add(bar("SQL in the server, no code", section, "| limit ", 1, false));
    bars.add(bar("Tidemark", section, "| tidemark ", 1, true));
    bars.add(bar("Pekko Projection", section, "| pekko ", 1, false));
    bars.add(bar("Axon 4, pooled processor", section, "| axon 4 ", 1, false));
    bars.add(bar("Emmett", section, "| emmett ", 1, false));
    mustBe(
        "projecting.svg",
        new BarChart(
            "Events per second projected into a table (w7)",
            "Tidemark upserts a row once per batch; the handlers of the others once per event.",
            bars));
  }

  private static void addPair(List<Bar> bars, String callers, String first, String second)
      throws IOException {
    Bar plain = bar(callers + ": INSERT and commit", first, first, 2, false);
    bars.add(new Bar(plain.label(), plain.value(), false, true));
    bars.add(bar("Tidemark append", first, second, 2, true));
  }

  /** From the first line that begins with {@code row} at or after the one with {@code from}. */
  private static Bar bar(String label, String from, String row, int column, boolean ours)
      throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    String line =
        lines.stream()
            .dropWhile(each -> !each.startsWith(from))
            .filter(each -> each.startsWith(row))
            .findFirst()
            .orElseThrow(() -> new AssertionError("%s: no line '%s'".formatted(PAGE, row)));
    String value = line.split("\\|", -1)[column + 1].strip();
    return new Bar(label, Long.parseLong(value.replace(",", "")), ours, false);
  }

  private static void mustBe(String name, BarChart chart) throws IOException {
    Path file = ROOT.resolve("docs/images").resolve(name);
    if (Boolean.getBoolean("tidemark.docs.write")) {
      Files.write(file, chart.svg());
    }
    assertThat(Files.readAllLines(file))
        .as("%s has other figures than its page: draw it with -Dtidemark.docs.write=true", file)
        .isEqualTo(chart.svg());
  }
}
