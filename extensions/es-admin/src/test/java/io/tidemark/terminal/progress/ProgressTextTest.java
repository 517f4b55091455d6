package io.tidemark.terminal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.terminal.TextWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
  private static final ProgressText HALF =
      new ProgressText("Projecting", "events", 0, 20_000, 40_000, 4.0);

  @Test
  void share_amount_rate_and_remaining_time_are_told() {
    assertThat(HALF.bar(100))
        .startsWith("Projecting  50% \u2588")
        .endsWith("\u2591  20,000 of 40,000 events  5,000/s    4.0 s left");
    assertThat(HALF.plain())
        .isEqualTo("Projecting: 50%, 20,000 of 40,000 events, 5,000/s, 4.0 s left");
  }

  @Test
  void what_an_earlier_run_did_counts_for_the_share_but_not_for_the_rate() {
    ProgressText resumed = new ProgressText("Replaying", "events", 10_000, 20_000, 40_000, 2.0);

    assertThat(resumed.plain())
        .isEqualTo("Replaying: 50%, 20,000 of 40,000 events, 5,000/s, 4.0 s left");
  }

  @Test
  void the_end_tells_how_long_it_took() {
    assertThat(new ProgressText("Projecting", "events", 0, 9, 9, 61.0).plain())
        .isEqualTo("Projecting: 100%, 9 of 9 events, 0/s, in 1 min 01 s");
    assertThat(new ProgressText("Projecting", "events", 0, 9, 9, 0.0427).plain())
        .isEqualTo("Projecting: 100%, 9 of 9 events, 211/s, in 43 ms");
    assertThat(new ProgressText("Projecting", "events", 0, 0, 0, 0.0).plain())
        .isEqualTo("Projecting: 100%, 0 of 0 events, 0/s, in 1 ms");
  }

  @Test
  void a_narrow_terminal_shows_less_and_the_remaining_time_longest() {
    assertThat(HALF.bar(63)).contains("20,000/40,000", "5,000/s", "4.0 s left");
    assertThat(HALF.bar(45)).contains("5,000/s", "4.0 s left").doesNotContain("40,000");
    assertThat(HALF.bar(37)).contains("50%", "4.0 s left").doesNotContain("/s");
    assertThat(HALF.bar(25)).contains("50% \u2588").doesNotContain("left");
    assertThat(HALF.bar(10)).isEqualTo("Projectin\u2026");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 20, 37, 40, 77, 80, 117, 120, 200})
  void it_is_never_wider_than_the_terminal(int columns) {
    for (long done = 0; done <= 40_000; done += 1_000) {
      ProgressText text = new ProgressText("    取引を再生", "events", 0, done, 40_000, 100_000);
      assertThat(TextWidth.of(text.bar(columns))).isLessThanOrEqualTo(columns);
    }
  }

  @Test
  void the_bar_keeps_its_length_while_figures_grow() {
    long atTheBeginning = blocks(new ProgressText("Projecting", "events", 0, 9, 40_000, 0.001));

    assertThat(blocks(HALF)).isEqualTo(atTheBeginning);
    assertThat(blocks(new ProgressText("Projecting", "events", 0, 39_999, 40_000, 4.0)))
        .isEqualTo(atTheBeginning);
  }

  @Test
  void the_bar_keeps_its_length_while_the_total_is_only_estimated() {
    for (long total : new long[] {40, 5_000, 1_234_567, 999, 98_765_432}) {
      ProgressText text = new ProgressText("Importing ", "rows", 0, 20, total, 400.0);
      assertThat(blocks(text)).as("of %d", total).isEqualTo(blocks(HALF));
    }
  }

  @Test
  void the_remaining_time_is_not_guessed_in_the_first_second_or_below_one_percent() {
    assertThat(new ProgressText("Projecting", "events", 0, 20_000, 40_000, 0.9).plain())
        .isEqualTo("Projecting: 50%, 20,000 of 40,000 events, 22,222/s");
    assertThat(new ProgressText("Projecting", "events", 0, 399, 40_000, 3.0).plain())
        .isEqualTo("Projecting: 0%, 399 of 40,000 events, 133/s");
    assertThat(new ProgressText("Replaying", "events", 20_000, 20_100, 40_000, 3.0).plain())
        .isEqualTo("Replaying: 50%, 20,100 of 40,000 events, 33/s");
    assertThat(new ProgressText("Projecting", "events", 0, 0, 40_000, 3.0).bar(100))
        .endsWith("0 of 40,000 events       0/s");
    assertThat(new ProgressText("Projecting", "events", 0, 400, 40_000, 1.0).plain())
        .endsWith("1 min 39 s left");
  }

  @Test
  void what_is_counted_is_named_and_the_indent_stays() {
    assertThat(new ProgressText("    Importing ", "rows", 0, 93, 93, 0.5).plain())
        .isEqualTo("    Importing: 100%, 93 of 93 rows, 186/s, in 0.5 s");
  }

  private static long blocks(ProgressText text) {
    return text.bar(77).chars().filter(c -> c == 0x2588 || c == 0x2591).count();
  }
}
