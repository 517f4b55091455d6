package io.tidemark.admin;

import io.tidemark.verify.Check;
import java.util.List;

/**
 * Whether a system is well.
 *
 * @param checks what was looked at, in that order; not all of it if the database cannot be reached
 */
public record HealthReport(List<Check> checks) {
  /** Copies the list. */
  public HealthReport {
    checks = List.copyOf(checks);
  }

  /** Of a system whose database cannot be asked. */
  public static HealthReport unreachable(String reason) {
    return new HealthReport(List.of(new Check(SystemHealth.REACHABLE, false, reason)));
  }

  /** Whether nothing is wrong. */
  public boolean isHealthy() {
    return problems().isEmpty();
  }

  /** What is wrong. */
  public List<Check> problems() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
