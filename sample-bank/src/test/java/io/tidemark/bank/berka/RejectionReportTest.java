package io.tidemark.bank.berka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionReportTest {
  private final List<String> told = new ArrayList<>();
  private final RejectionReport report = new RejectionReport(told::add);

  @Test
  void equal_errors_are_counted_after_the_twentieth() {
    for (int line = 1; line <= 1_500; line++) {
      report.accept(new Rejection(line, "invalid type: expected PRIJEM, actual 'X" + line + "'"));
    }
    report.accept(new Rejection(1_501, "expected 10 fields, actual 3"));
    report.finish();

    assertThat(told).hasSize(22);
    assertThat(told.get(19)).isEqualTo("line 20: invalid type: expected PRIJEM, actual 'X20'");
    assertThat(told.get(20)).isEqualTo("line 1501: expected 10 fields, actual 3");
    assertThat(told.get(21)).isEqualTo("1,480 more lines: invalid type: expected PRIJEM");
  }

  @Test
  void twenty_equal_errors_are_all_told_and_nothing_is_counted() {
    for (int line = 1; line <= 20; line++) {
      report.accept(new Rejection(line, "trans_id %d is stored already".formatted(line)));
    }
    report.finish();

    assertThat(told).hasSize(20);
  }

  @Test
  void numbers_do_not_make_errors_different() {
    for (int line = 1; line <= 30; line++) {
      report.accept(new Rejection(line, "trans_id %d is stored already".formatted(line)));
    }
    report.finish();

    assertThat(told).hasSize(21).endsWith("10 more lines: trans_id … is stored already");
  }

  @Test
  void errors_of_very_many_kinds_do_not_fill_the_screen_either() {
    for (int line = 0; line < 10_000; line++) {
      String kind = Integer.toString(line, 36).replaceAll("[0-9]", "x") + "y".repeat(line % 50);
      report.accept(new Rejection(line, kind));
    }
    report.finish();

    assertThat(told).hasSizeLessThan(2_300);
    assertThat(told).anyMatch(line -> line.endsWith("more lines: of various kinds"));
  }
}
