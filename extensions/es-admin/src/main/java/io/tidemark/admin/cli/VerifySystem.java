package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Style;
import io.tidemark.terminal.progress.ProgressBar;
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
final class VerifySystem extends OpenedVerb {
  @Mixin JsonOption json = new JsonOption();

  VerifySystem(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected int run(Admin admin) {
    List<Check> checks = checks(admin);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        checks.forEach(check -> list.add(json(check)));
      }
    } else {
      checks.forEach(check -> out().text(line(check)));
    }
    return checks.stream().allMatch(Check::passed) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Check> checks(Admin admin) {
    long head = admin.head();
    try (ProgressBar bar = new ProgressBar("Verifying", console().err())) {
      return admin.verify(position -> show(bar, position, head));
    }
  }

  /** Behind the log come the rows, of which there is no saying how long they take. */
  private void show(ProgressBar bar, long position, long head) {
    if (position < head) {
      bar.update(position, head);
    } else if (position == head) {
      if (console().err().isTerminal()) {
        bar.finish(head, head);
      }
      note("Comparing rows with a fresh replay ...");
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
