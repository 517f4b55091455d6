package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Statement;
import io.tidemark.bank.readmodel.StatementLine;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

  @ArgGroup @Nullable AsOfOptions asOf;
  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    Statement statement = bank.readModels().statement(id, point(bank, asOf));
    if (json.json) {
      try (JsonList list = new JsonList(out())) {
        statement.lines().forEach(line -> list.add(json(line)));
      }
    } else {
      print(table(statement.lines()));
      String balance = Money.text(statement.account().balance());
      out()
          .line(
              "%s, balance %s".formatted(Plural.of(statement.lines().size(), "movement"), balance));
    }
    return ExitCode.DONE;
  }

  static Table table(List<Statement.Line> lines) {
    Table table = Table.of(">POSITION", ">VERSION", "DAY", "TEXT", ">AMOUNT", ">BALANCE");
    for (Statement.Line line : lines) {
      StatementLine movement = line.movement();
      table.row(
          movement.position(),
          movement.version(),
          LocalDate.ofInstant(movement.occurredAt(), ZoneOffset.UTC),
          movement.text(),
          Money.text(movement.amount()),
          Money.text(line.balance()));
    }
    return table;
  }

  private static Json json(Statement.Line line) {
    StatementLine movement = line.movement();
    return new Json()
        .with("position", movement.position())
        .with("version", movement.version())
        .with("occurredAt", movement.occurredAt().toString())
        .with("text", movement.text())
        .with("amount", Money.text(movement.amount()))
        .with("balance", Money.text(line.balance()));
  }
}
