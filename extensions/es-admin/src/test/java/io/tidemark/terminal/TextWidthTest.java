package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextWidthTest {
  private static final String FAMILY = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
  private static final String FLAG = "\uD83C\uDDEF\uD83C\uDDF5";

  @ParameterizedTest
  @CsvSource({
    "Ada, 3",
    "'', 0",
    "Žofie, 5",
    "e\u0301tude, 5",
    "山田太郎, 8",
    "ｱﾔ, 2",
    "한국, 4",
    "😀, 2",
    "✅, 2",
    "👍🏽, 2",
    FLAG + ", 2",
    FAMILY + ", 2",
    "█░…, 3",
  })
  void an_ideograph_and_an_emoji_take_two_columns_and_an_accent_none(String text, int columns) {
    assertThat(TextWidth.of(text)).isEqualTo(columns);
  }

  @Test
  void what_is_too_wide_is_cut_between_characters_with_an_ellipsis() {
    assertThat(TextWidth.cut("山田太郎", 8)).isEqualTo("山田太郎");
    assertThat(TextWidth.cut("山田太郎", 7)).isEqualTo("山田太…");
    assertThat(TextWidth.cut("山田太郎", 6)).isEqualTo("山田…");
    assertThat(TextWidth.cut("😀😀", 3)).isEqualTo("😀…");
    assertThat(TextWidth.cut("Ada Lovelace", 4)).isEqualTo("Ada…");
    assertThat(TextWidth.cut("Ada", 0)).isEmpty();
  }

  @Test
  void text_is_broken_at_spaces() {
    assertThat(TextWidth.wrap("one two three", 8)).containsExactly("one two", "three");
    assertThat(TextWidth.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(TextWidth.wrap("  indented text", 12)).containsExactly("  indented", "text");
    assertThat(TextWidth.wrap("", 8)).containsExactly("");
    assertThat(TextWidth.wrap("fits", 4)).containsExactly("fits");
  }

  @Test
  void a_word_wider_than_a_line_is_broken_beside_punctuation_or_anywhere() {
    assertThat(TextWidth.wrap("accounts.execute(deposit)", 20))
        .containsExactly("accounts.execute(", "deposit)");
    assertThat(TextWidth.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
    assertThat(TextWidth.wrap("山田太郎", 5)).containsExactly("山田", "太郎");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 40, 80, 120})
  void no_line_is_wider_than_asked_for_and_nothing_is_lost(int columns) {
    String text =
        "山田太郎 pays 100.00 to Žofie 👍🏽 with a very-long-reference/that.has(no)space "
            + FAMILY.repeat(30);

    assertThat(TextWidth.wrap(text, columns))
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
    assertThat(String.join("", TextWidth.wrap(text, columns)).replace(" ", ""))
        .isEqualTo(text.replace(" ", ""));
  }

  @Test
  void a_width_in_which_nothing_fits_is_refused() {
    assertThatThrownBy(() -> TextWidth.wrap("a", 1))
        .hasMessage("Invalid width: expected at least 2 columns, actual 1");
  }
}
