package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Statement;
import io.tidemark.bank.text.StatementText;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bank statement ID}. */
@Command(
    name = "statement",
    description = "List the movements of one account, now or at a point in history.",
    footer = {"", "Example: bank statement 42 --recorded-at 2026-01-31T12:00:00Z"})
final class ShowStatement extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "the account")
  String id = "";

  @Mixin AsOfOptions asOf = new AsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    Statement statement = bank.queries().statement(id, pointOfStream(bank, asOf));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        statement.lines().forEach(line -> list.add(StatementText.json(line)));
      }
    } else {
      print(StatementText.table(statement.lines()));
      String balance = Money.text(statement.account().balance());
      out()
          .line(
              "%s, balance %s".formatted(Plural.of(statement.lines().size(), "movement"), balance));
    }
    return ExitCode.DONE;
  }
}
