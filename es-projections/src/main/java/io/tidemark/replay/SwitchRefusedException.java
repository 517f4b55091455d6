package io.tidemark.replay;

import io.tidemark.PermanentException;
import io.tidemark.replay.compare.ComparisonReport;

/**
 * New rows differ from the serving ones in a way that the policy does not allow. Both stay as they
 * are.
 */
public final class SwitchRefusedException extends PermanentException {
  private static final long serialVersionUID = 1L;

  private final transient ComparisonReport report;
  private final String projection;

  SwitchRefusedException(String demand, ComparisonReport report) {
    super(
        "Switch of %s refused: expected %s, actual %s at position %d"
            .formatted(report.projection(), demand, report.summary(), report.position()),
        null);
    this.report = report;
    this.projection = report.projection();
  }

  /** Name of the projection. */
  public String projection() {
    return projection;
  }

  /** What differs. */
  public ComparisonReport report() {
    return report;
  }
}
