package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Overdraft;
import io.tidemark.bank.readmodel.OverdraftWatch;
import io.tidemark.bank.text.OverdraftText;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank overdrafts}. */
@Command(
    name = "overdrafts",
    description = {
      "List the accounts that are below zero, now or at a point in history.",
      "Beside each is the limit that 'limit' has set.",
      "An account with an event that cannot be read stays as it was; a note names it."
    },
    footer = {
      "",
      "Examples: bank overdrafts",
      "          bank overdrafts --all --json --recorded-at 2026-01-31"
    })
final class ListOverdrafts extends Verb {
  @Option(names = "--all", description = "list the accounts in credit too")
  boolean all;

  @Mixin AsOfOptions asOf = new AsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    OverdraftWatch watch = bank.queries().overdrafts(all, point(bank, asOf, Overdraft.PROJECTION));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        watch.accounts().forEach(overdraft -> list.add(OverdraftText.json(overdraft)));
      }
    } else {
      print(OverdraftText.table(watch.accounts()));
      out().line(summary(watch));
    }
    noteWaiting(watch);
    return ExitCode.DONE;
  }

  private static String summary(OverdraftWatch watch) {
    long over = watch.count(Overdraft.State.OVER_LIMIT);
    long below = watch.count(Overdraft.State.WITHIN_LIMIT) + over;
    return "%s below zero, %,d over the limit".formatted(Plural.of(below, "account"), over);
  }

  /** A row that waits is not wrong, only old; whoever reads it has to know. */
  private void noteWaiting(OverdraftWatch watch) {
    watch
        .firstWaiting()
        .ifPresent(
            first ->
                tell(
                    "%s not up to date: first %s, which has waited since position %,d"
                        .formatted(
                            Plural.of(watch.accountsWaiting(), "account"),
                            first.key(),
                            first.position())));
  }
}
