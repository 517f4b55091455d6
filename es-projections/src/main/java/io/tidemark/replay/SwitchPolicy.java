package io.tidemark.replay;

import io.tidemark.replay.compare.ComparisonReport;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a comparison of new rows with the serving ones must say before they are exchanged.
 * Immutable.
 */
public final class SwitchPolicy {
  private static final SwitchPolicy ALWAYS = new SwitchPolicy("anything", Optional.empty());

  private final String demand;
  private final Optional<Predicate<ComparisonReport>> allows;

  private SwitchPolicy(String demand, Optional<Predicate<ComparisonReport>> allows) {
    this.demand = demand;
    this.allows = allows;
  }

  /** Whatever it would say: nothing is compared. */
  public static SwitchPolicy always() {
    return ALWAYS;
  }

  /** That nothing differs. */
  public static SwitchPolicy noDifference() {
    return new SwitchPolicy("no difference", Optional.of(ComparisonReport::isEmpty));
  }

  /**
   * That the same rows differ in the same way, numbers by as much, as in a report that somebody has
   * approved.
   */
  public static SwitchPolicy approved(ComparisonReport report) {
    return new SwitchPolicy(
        "the %s that were approved, in the same way".formatted(report.summary()),
        Optional.of(now -> now.isEmpty() || now.hasSameDifferences(report)));
  }

  /** What somebody decides who sees it. */
  public static SwitchPolicy decidedBy(Predicate<ComparisonReport> approves) {
    return new SwitchPolicy("differences that are approved", Optional.of(approves));
  }

  boolean wantsComparison() {
    return allows.isPresent();
  }

  void require(ComparisonReport report) {
    if (!allows.map(predicate -> predicate.test(report)).orElse(true)) {
      throw new SwitchRefusedException(demand, report);
    }
  }
}
