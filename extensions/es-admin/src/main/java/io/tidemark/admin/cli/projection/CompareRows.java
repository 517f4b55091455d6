package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.text.ComparisonText;
import io.tidemark.replay.RowsMissingException;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin compare NAME}. */
@Command(
    name = "compare",
    description = {
      "Compare new rows, of a replay without a switch, with the rows that serve.",
      "Each difference names the first event after which they differ, if it is known.",
      "Exit code 0 if they are equal, 1 if not."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} balances",
      "          ${COMMAND-FULL-NAME} balances --json"
    })
final class CompareRows extends ProjectionVerb {
  @Mixin JsonOption json = new JsonOption();

  CompareRows(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    ComparisonReport report;
    try {
      report = projection.compare();
    } catch (RowsMissingException e) {
      throw missing(e, "replay %s --no-switch".formatted(name));
    }
    ComparisonText text = new ComparisonText(report, projection.rowText());
    if (json.isAskedFor()) {
      out().line(text.json().toString());
    } else {
      text.sentences().forEach(this::print);
      hint(
          "Switch",
          report.isEmpty()
              ? "switch %s --if-equal".formatted(name)
              : "switch %s --approved %s".formatted(name, report.fingerprint()));
    }
    return report.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
