package io.tidemark.replay.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {
  private static final ComparisonReport SEEN = report(7, 1, 2, 3, true, 99);

  @Test
  void reports_with_the_same_differences_have_the_same_fingerprint() {
    ComparisonReport later = report(8, 1, 2, 3, true, 99);

    assertThat(later.fingerprint()).isEqualTo(SEEN.fingerprint()).matches("[0-9a-f]{16}");
    assertThat(later.hasSameDifferences(SEEN)).isTrue();
  }

  @Test
  void reports_with_other_differences_have_other_fingerprints() {
    assertThat(
            Stream.of(
                SEEN,
                report(7, 2, 1, 3, true, 99),
                report(7, 1, 3, 2, true, 99),
                report(7, 3, 2, 1, true, 99),
                report(7, 1, 2, 3, false, 99),
                report(7, 1, 2, 3, true, 98),
                report(7, 0, 0, 0, true, 0)))
        .extracting(ComparisonReport::fingerprint)
        .doesNotHaveDuplicates();
  }

  private static ComparisonReport report(
      long position, long added, long missing, long changed, boolean sameColumns, long digest) {
    return new ComparisonReport(
        "balances", position, 10, added, missing, changed, sameColumns, digest, List.of());
  }
}
