package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Overdraft;
import io.tidemark.bank.text.OverdraftText;
import io.tidemark.parking.ParkedCounts;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank overdrafts}. */
@Command(
    name = "overdrafts",
    description = {
      "List the accounts that are below zero, beside the limits that 'limit' has set.",
      "An account with an event that cannot be read stays as it was; a note names it."
    },
    footer = {"", "Examples: bank overdrafts", "          bank overdrafts --all --json"})
final class ListOverdrafts extends Verb {
  @Option(names = "--all", description = "list the accounts in credit too")
  boolean all;

  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    bank.catchUp();
    List<Overdraft> overdrafts = bank.queries().overdrafts(all);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        overdrafts.forEach(overdraft -> list.add(OverdraftText.json(overdraft)));
      }
    } else {
      print(OverdraftText.table(overdrafts));
      out().line(summary(overdrafts));
    }
    noteParked(bank);
    return ExitCode.DONE;
  }

  private static String summary(List<Overdraft> overdrafts) {
    long below = count(overdrafts, Overdraft.State.WITHIN_LIMIT);
    long over = count(overdrafts, Overdraft.State.OVER_LIMIT);
    return "%s below zero, %,d over the limit".formatted(Plural.of(below + over, "account"), over);
  }

  private static long count(List<Overdraft> overdrafts, Overdraft.State state) {
    return overdrafts.stream().filter(overdraft -> overdraft.state() == state).count();
  }

  /** A row that waits is not wrong, only old; whoever reads it has to know. */
  private void noteParked(Bank bank) {
    ParkedCounts counts = bank.queries().parkedOverdrafts();
    bank.queries()
        .firstParkedOverdraft()
        .ifPresent(
            first ->
                tell(
                    "%s not up to date: first %s, which waits since position %,d"
                        .formatted(
                            Plural.of(counts.keys(), "account"), first.key(), first.position())));
  }
}
