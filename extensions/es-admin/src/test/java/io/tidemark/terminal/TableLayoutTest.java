package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
  @Test
  void rows_that_come_later_stand_under_the_first_and_the_last_cell_has_the_room_that_is_left() {
    Table table = Table.of(">N", "NAME", "TEXT").row(1, "a name", "x");
    TableLayout layout = table.layout(30);

    assertThat(layout.heading(Style.PLAIN)).containsExactly("N  NAME    TEXT");
    assertThat(layout.row(Style.PLAIN, 2, "a longer name", "0123456789 0123456789"))
        .containsExactly("2  a lon\u2026  0123456789 0123456\u2026");
    assertThat(table.layout(Integer.MAX_VALUE).row(Style.PLAIN, 2, "a longer name", "x"))
        .containsExactly("2  a longer name  x");
  }

  @Test
  void room_is_made_for_what_is_yet_to_come() {
    TableLayout layout = Table.of("NAME", "TEXT").room("1234567890", "").layout(80);

    assertThat(layout.row(Style.PLAIN, "1234567890", "x")).containsExactly("1234567890  x");
  }

  @Test
  void names_are_cut_in_the_middle_and_figures_and_times_not_at_all() {
    Table table =
        Table.of("~NAME", ">FIGURE", "=TIME")
            .row("transfer-0123456789-44", 1_000_000, "2026-01-31T12:00:00Z");

    List<String> lines = table.lines(Style.PLAIN, 50);

    assertThat(lines.get(1)).isEqualTo("transfer-\u2026456789-44  1000000  2026-01-31T12:00:00Z");
    assertThat(TextWidth.of(lines.get(1))).isLessThanOrEqualTo(50);
    assertThat(table.lines(Style.PLAIN, 30).get(0)).startsWith("NAME    transfer-");
  }

  @Test
  void wide_characters_are_cut_by_the_columns_that_they_take() {
    assertThat(TextWidth.cutMiddle("\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57", 7))
        .isEqualTo("\u6f22\u2026\u5b57");
    assertThat(TextWidth.cutMiddle("abcdefgh", 5)).isEqualTo("ab\u2026gh");
    assertThat(TextWidth.cutMiddle("abcde", 5)).isEqualTo("abcde");
    assertThat(TextWidth.of(TextWidth.cutMiddle("\u6f22".repeat(40), 20))).isBetween(18, 20);
  }

  @Test
  void what_would_move_the_cursor_or_turn_the_text_is_not_printed() {
    assertThat(Table.of("T").row("a\u001B[2J\u009B\u202Eb").lines(Style.PLAIN).get(1))
        .isEqualTo("a?[2J??b");
  }
}
