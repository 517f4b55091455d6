package io.tidemark.admin.text;

import io.tidemark.admin.HealthReport;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.Style;
import io.tidemark.verify.Check;
import java.util.stream.Collectors;

/** The health of a system on one line. */
public final class HealthText {
  private HealthText() {}

  /** That all is well, or everything that is wrong. */
  public static String line(HealthReport report, Style style) {
    if (report.isHealthy()) {
      return style.green("\u2713")
          + " healthy: %s passed".formatted(Plural.of(report.checks().size(), "check"));
    }
    String problems =
        report.problems().stream()
            .map(check -> "%s: %s".formatted(check.name(), oneLine(check.detail())))
            .collect(Collectors.joining("; "));
    return style.red("\u2717") + " unhealthy: " + problems;
  }

  /** Every check. */
  public static JsonLine json(HealthReport report) {
    return new JsonLine()
        .with("healthy", report.isHealthy())
        .with("checks", report.checks().stream().map(ShownCheck::of).toList());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private record ShownCheck(String check, boolean passed, String detail) {
    static ShownCheck of(Check check) {
      return new ShownCheck(check.name(), check.passed(), check.detail());
    }
  }
}
