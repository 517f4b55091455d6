package io.tidemark.bank.cli.ask;

import io.tidemark.AsOf;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.StreamAsOfOptions;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Statement;
import io.tidemark.bank.text.AccountText;
import io.tidemark.bank.text.StatementText;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bank account ID}. */
@Command(
    name = "account",
    description = "Show one account with its latest movements, now or at a point in history.",
    footer = {"", "Examples: bank account 42", "          bank account 42 --at-version 3 --json"})
final class ShowAccount extends Verb {
  private static final int LATEST = 5;

  @Parameters(index = "0", paramLabel = "ID", description = "the account")
  String id = "";

  @Mixin StreamAsOfOptions asOf = new StreamAsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    AsOf point = pointOfStream(bank, asOf);
    Statement statement = bank.queries().statement(id, point);
    PointOptions.requireVersion(point, "account " + id, statement.account().version());
    if (json.isAskedFor()) {
      out().line(AccountText.json(statement.account()).toString());
      return ExitCode.DONE;
    }
    print(AccountText.table(List.of(statement.account())));
    List<Statement.Line> lines = statement.lines();
    if (!lines.isEmpty()) {
      out().line("");
      print(StatementText.table(lines.subList(Math.max(0, lines.size() - LATEST), lines.size())));
    }
    if (lines.size() > LATEST) {
      ShellCommand all = root().called().with("statement", id).with(root().locationAgain());
      out().line("%,d more: %s".formatted(lines.size() - LATEST, all));
    }
    return ExitCode.DONE;
  }
}
