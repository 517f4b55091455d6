package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final Table ACCOUNTS =
      Table.of("ACCOUNT", ">BALANCE", "OWNER")
          .row("42", "174.50", "山田太郎")
          .row("7", "75.50", "Charles Babbage of the Analytical Engine, London");

  @Test
  void wide_characters_leave_the_columns_where_they_are() {
    Table table = Table.of("OWNER", ">BALANCE").row("山田", "1.00").row("Ada", "20.00");

    assertThat(table.lines(Style.PLAIN))
        .containsExactly("OWNER  BALANCE", "山田      1.00", "Ada      20.00");
  }

  @Test
  void text_is_cut_to_the_width_and_figures_are_not() {
    assertThat(ACCOUNTS.lines(Style.PLAIN, 40))
        .containsExactly(
            "ACCOUNT  BALANCE  OWNER",
            "42        174.50  山田太郎",
            "7          75.50  Charles Babbage of th…");
  }

  @Test
  void what_is_too_wide_with_the_shortest_text_is_printed_in_blocks() {
    assertThat(ACCOUNTS.lines(Style.PLAIN, 24))
        .containsExactly(
            "ACCOUNT  42",
            "BALANCE  174.50",
            "OWNER    山田太郎",
            "",
            "ACCOUNT  7",
            "BALANCE  75.50",
            "OWNER    Charles Babbage",
            "         of the",
            "         Analytical",
            "         Engine, London");
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 40, 80, 120})
  void no_line_is_wider_than_the_terminal(int columns) {
    List<String> lines = ACCOUNTS.lines(Style.PLAIN, columns);

    assertThat(lines)
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
    assertThat(String.join("\n", lines)).contains("174.50", "75.50");
  }

  @Test
  void without_a_terminal_nothing_is_cut() {
    assertThat(ACCOUNTS.lines(Style.PLAIN).get(2)).endsWith("London");
  }
}
