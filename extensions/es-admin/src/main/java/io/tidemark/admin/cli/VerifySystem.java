package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.ProgressBar;
import io.tidemark.terminal.Style;
import io.tidemark.verify.Check;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code admin verify}. */
@Command(
    name = "verify",
    description = {
      "Check that the log is whole, and that each read model equals a fresh replay.",
      "Positions and versions are contiguous, recordedAt never goes back. Exit code 1 if not."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} --json"})
final class VerifySystem extends AdminVerb {
  @Mixin JsonOption json = new JsonOption();

  VerifySystem(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin) {
    List<Check> checks = checks(admin);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        checks.forEach(check -> list.add(json(check)));
      }
    } else {
      checks.forEach(check -> out().line(line(check)));
    }
    return checks.stream().allMatch(Check::passed) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Check> checks(Admin admin) {
    long head = admin.head();
    try (ProgressBar bar = new ProgressBar("Verifying", console().err())) {
      List<Check> checks = admin.verify(position -> bar.update(position, head));
      if (console().err().isTerminal()) {
        bar.finish(head, head);
      }
      return checks;
    }
  }

  private String line(Check check) {
    Style style = console().style();
    String mark = check.passed() ? style.green("\u2713") : style.red("\u2717");
    return "%s %s: %s".formatted(mark, check.name(), check.detail());
  }

  private static JsonLine json(Check check) {
    return new JsonLine()
        .with("check", check.name())
        .with("passed", check.passed())
        .with("detail", check.detail());
  }
}
