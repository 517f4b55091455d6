package io.tidemark.bank.text;

import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Overdraft;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.util.List;
import java.util.Locale;

/** Overdrafts as people and programs read them. */
public final class OverdraftText {
  private OverdraftText() {}

  /** A row for each. */
  public static Table table(List<Overdraft> overdrafts) {
    Table table = Table.of("ACCOUNT", ">BALANCE", ">LIMIT", "STATE");
    for (Overdraft overdraft : overdrafts) {
      table.row(
          overdraft.account(),
          Money.text(overdraft.balance()),
          Money.text(overdraft.overdraftLimit()),
          overdraft.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return table;
  }

  /** One of them. */
  public static JsonLine json(Overdraft overdraft) {
    return new JsonLine()
        .with("account", overdraft.account())
        .with("balance", Money.text(overdraft.balance()))
        .with("limit", Money.text(overdraft.overdraftLimit()))
        .with("state", overdraft.state().name());
  }
}
