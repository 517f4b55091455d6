package io.tidemark.terminal.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.LiveLine;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 120})
  void on_a_terminal_one_line_is_drawn_again_and_again(int columns) {
    try (ProgressBar bar = new ProgressBar("    Projecting", terminal(columns))) {
      bar.update(0, 40_000);
      awaitText("  0% ");
      bar.update(20_000, 40_000);
      awaitText(" 50% ");
      bar.finish(40_000, 40_000);
    }

    assertThat(text()).containsOnlyOnce("\n").endsWith("\n").contains("100% ");
    assertThat(text().strip().split("\r"))
        .hasSizeGreaterThan(2)
        .allSatisfy(drawn -> assertThat(TextWidth.of(drawn)).isLessThan(columns));
  }

  @Test
  void what_the_bar_says_in_the_end_it_says_once_and_what_it_was_is_what_it_said() {
    ProgressBar bar = new ProgressBar("Projecting", "positions", terminal(80));
    bar.update(1, 40_001);
    awaitText("  0% ");
    bar.update(40_001, 40_001);
    awaitText("100% ");
    bar.finish(40_001, 40_001);
    bar.close();

    assertThat(Stream.of(text().split("\r")).filter(drawn -> drawn.contains("100%")))
        .singleElement()
        .asString()
        .contains("40,001 of 40,001 positions  %,.0f/s".formatted(bar.perSecond()));
    assertThat(bar.perSecond()).isPositive();
  }

  @Test
  void what_fails_half_way_ends_as_a_line_and_is_not_drawn_any_more() {
    ProgressBar bar = new ProgressBar("Projecting", terminal(80));
    bar.update(1, 4);
    bar.update(2, 4);
    bar.close();
    bar.close();

    assertThat(text()).containsOnlyOnce("\n").endsWith("\n").contains(" 50% ");
    assertThat(text()).doesNotContain("100%");
  }

  @Test
  void a_line_above_the_bar_leaves_nothing_of_it_behind() {
    LiveLine line = new LiveLine(terminal(80));
    line.draw("a bar that is long");
    terminal(80).line("line 6: no row");
    line.draw("a bar");
    line.end();

    assertThat(shownLines()).containsExactly("line 6: no row    ", "a bar             ");
  }

  @Test
  void what_is_printed_while_a_bar_is_drawn_stands_above_it() {
    try (ProgressBar bar = new ProgressBar("Importing", "rows", terminal(80))) {
      bar.update(1, 4);
      awaitText(" 25% ");
      terminal(80).line("bank: database is back");
    }
    terminal(80).line("done");

    List<String> shown = shownLines().map(String::strip).toList();
    assertThat(shown).hasSize(3).startsWith("bank: database is back").endsWith("done");
    assertThat(shown.get(1)).startsWith("Importing  25% ");
  }

  private Stream<String> shownLines() {
    return Stream.of(text().split("\n")).map(shown -> shown.replaceFirst("(?s).*\r", ""));
  }

  @Test
  void without_a_terminal_each_tenth_is_a_line_but_not_before_two_seconds() {
    AtomicLong nanos = new AtomicLong();
    PlainProgress progress = new PlainProgress(plain(), "events", nanos::get);
    for (int percent = 0; percent < 100; percent++) {
      nanos.set(percent * 500_000_000L);
      progress.show(new ProgressText("Importing ", "events", 0, percent, 100, percent / 2.0));
    }

    assertThat(text().lines()).hasSize(9);
    assertThat(text().lines().findFirst())
        .contains("Importing: 10%, 10 of 100 events, 2/s, 45.0 s left");
  }

  @Test
  void without_a_terminal_what_is_quick_is_one_line_and_what_is_given_up_none() {
    try (ProgressBar bar = new ProgressBar("Projecting", plain())) {
      bar.update(1, 9);
    }
    assertThat(text()).isEmpty();

    try (ProgressBar bar = new ProgressBar("Projecting", plain())) {
      bar.update(1, 9);
      bar.finish(9, 9);
    }
    assertThat(text()).startsWith("Projecting: 100%, 9 of 9 events").hasLineCount(1);
  }

  /** Ended by SIGTERM, because a build in the background may ignore SIGINT. */
  @Test
  @Timeout(60)
  void a_process_that_is_told_to_stop_ends_the_line_of_its_bar() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessBar.class.getName())
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      while (!text().contains("%")) {
        bytes.write(out.readNBytes(1));
      }
      process.toHandle().destroy(); // leaves its output open
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      bytes.write(out.readAllBytes());
    }

    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(text()).containsOnlyOnce("\n").endsWith("\n").contains("Working ");
    assertThat(List.of(text().split("\r"))).allMatch(drawn -> TextWidth.of(drawn) < 80);
  }

  private void awaitText(String wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!text().contains(wanted)) {
      assertThat(System.nanoTime())
          .as("deadline for %s in %s", wanted, text())
          .isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  private Output terminal(int columns) {
    return new Output(stream, true, () -> columns);
  }

  private Output plain() {
    return new Output(new PrintStream(bytes, true, UTF_8), false);
  }
}
