package io.tidemark.bank.text;

import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.util.List;

/** Accounts as people and programs read them. */
public final class AccountText {
  private AccountText() {}

  /** A row for each. */
  public static Table table(List<Balance> balances) {
    Table table = Table.of("ACCOUNT", ">BALANCE", ">VERSION", "OWNER");
    for (Balance balance : balances) {
      String owner = balance.owner();
      table.row(
          balance.id(),
          Money.text(balance.balance()),
          balance.version(),
          owner == null ? "" : owner);
    }
    return table;
  }

  /** One of them. */
  public static JsonLine json(Balance balance) {
    return new JsonLine()
        .with("id", balance.id())
        .with("balance", Money.text(balance.balance()))
        .with("version", balance.version())
        .with("owner", balance.owner());
  }
}
