package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank accounts}. */
@Command(
    name = "accounts",
    description = "List all accounts with their balances, now or at a point in history.",
    footer = {
      "",
      "Examples: bank accounts",
      "          bank accounts --json --occurred-at 1993-12-31T23:59:59Z"
    })
final class ListAccounts extends Verb {
  @ArgGroup @Nullable AsOfOptions asOf;
  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    List<Balance> balances = bank.readModels().balances(point(bank, asOf));
    if (json.json) {
      try (JsonList list = new JsonList(out())) {
        balances.forEach(balance -> list.add(json(balance)));
      }
    } else {
      print(table(balances));
      BigDecimal total =
          balances.stream().map(Balance::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
      out()
          .line(
              "%s, together %s"
                  .formatted(Plural.of(balances.size(), "account"), Money.text(total)));
    }
    return ExitCode.DONE;
  }

  static Json json(Balance balance) {
    return new Json()
        .with("id", balance.id())
        .with("balance", Money.text(balance.balance()))
        .with("version", balance.version())
        .with("owner", balance.owner());
  }

  static Table table(List<Balance> balances) {
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
}
