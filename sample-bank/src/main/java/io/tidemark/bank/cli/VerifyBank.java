package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Check;
import io.tidemark.bank.Verification;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank admin verify}. */
@Command(
    name = "verify",
    description = {
      "Check that the log is contiguous, that the versions of each stream are, that recordedAt",
      "never goes back, and that each read model equals a fresh replay. Exit code 1 if not."
    },
    footer = {"", "Example: bank admin verify --json"})
final class VerifyBank extends Verb {
  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    long head = bank.store().head();
    ProgressBar bar = new ProgressBar("Verifying", console().err());
    List<Check> checks = new Verification(bank).run(position -> bar.update(position, head));
    if (console().err().isTerminal()) {
      bar.finish(head, head);
    }
    if (json.json) {
      try (JsonList list = new JsonList(out())) {
        checks.forEach(check -> list.add(json(check)));
      }
    } else {
      checks.forEach(check -> out().line(line(check)));
    }
    return checks.stream().allMatch(Check::passed) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private String line(Check check) {
    Style style = console().style();
    String mark = check.passed() ? style.green("\u2713") : style.red("\u2717");
    return "%s %s: %s".formatted(mark, check.name(), check.detail());
  }

  private static Json json(Check check) {
    return new Json()
        .with("check", check.name())
        .with("passed", check.passed())
        .with("detail", check.detail());
  }
}
