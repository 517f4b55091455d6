package io.tidemark.bank.text;

import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Statement;
import io.tidemark.bank.readmodel.StatementLine;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Lines of statements as people and programs read them. */
public final class StatementText {
  private StatementText() {}

  /** A row for each. */
  public static Table table(List<Statement.Line> lines) {
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

  /** One of them. */
  public static JsonLine json(Statement.Line line) {
    StatementLine movement = line.movement();
    return new JsonLine()
        .with("position", movement.position())
        .with("version", movement.version())
        .with("occurredAt", movement.occurredAt().toString())
        .with("text", movement.text())
        .with("amount", Money.text(movement.amount()))
        .with("balance", Money.text(line.balance()));
  }
}
