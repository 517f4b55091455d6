package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void on_a_terminal_they_take_the_place_of_the_last_ones() {
    LiveLines lines = new LiveLines(output(true));

    lines.draw(List.of("a", "b", "c"));
    lines.draw(List.of("d"));
    lines.draw(List.of("e", "f"));

    assertThat(text()).isEqualTo("a\nb\nc\n\u001B[3A\u001B[Jd\n\u001B[1A\u001B[Je\nf\n");
  }

  @Test
  void elsewhere_they_come_below_the_last_ones() {
    LiveLines lines = new LiveLines(output(false));

    lines.draw(List.of("a", "b"));
    lines.draw(List.of("c"));

    assertThat(text()).isEqualTo("a\nb\nc\n");
  }

  private Output output(boolean isTerminal) {
    return new Output(new PrintStream(bytes, true, StandardCharsets.UTF_8), isTerminal);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
