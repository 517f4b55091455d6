package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TerminalWidthTest {
  private final AtomicReference<String> answer = new AtomicReference<>("50 120\n");
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void the_terminal_is_asked() {
    assertThat(width(Map.of())).isEqualTo(120);
    answer.set("\r\nStatus for device CON:\r\n    Lines:    9001\r\n    Columns:    100\r\n");
    assertThat(width(Map.of())).isEqualTo(100);
  }

  @Test
  void a_variable_goes_before_it_unless_it_is_no_width() {
    assertThat(width(Map.of("COLUMNS", "40"))).isEqualTo(40);
    assertThat(width(Map.of("COLUMNS", ""))).isEqualTo(120);
    assertThat(width(Map.of("COLUMNS", "0"))).isEqualTo(120);
    assertThat(width(Map.of("COLUMNS", "wide"))).isEqualTo(120);
    assertThat(width(Map.of("COLUMNS", "999999999999"))).isEqualTo(120);
  }

  @Test
  void who_does_not_know_has_eighty_columns() {
    for (String unknown : new String[] {"", "0 0\n", "stty: standard input: Not a tty", "24"}) {
      answer.set(unknown);
      assertThat(width(Map.of())).as(unknown).isEqualTo(80);
    }
  }

  @Test
  void a_window_that_changes_is_noticed_after_a_second() {
    TerminalWidth width = new TerminalWidth(Map.of(), answer::get, nanos::get);
    assertThat(width.getAsInt()).isEqualTo(120);
    answer.set("50 40");
    assertThat(width.getAsInt()).isEqualTo(120);
    nanos.set(1_100_000_000);
    assertThat(width.getAsInt()).isEqualTo(40);
  }

  private int width(Map<String, String> environment) {
    return new TerminalWidth(environment, answer::get, nanos::get).getAsInt();
  }
}
