package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.text.AccountText;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank accounts}. */
@Command(
    name = "accounts",
    description = "List all accounts with their balances, now or at a point in history.",
    footer = {
      "",
      "Examples: bank accounts",
      "          bank accounts --json --occurred-at 1993-12-31"
    })
final class ListAccounts extends Verb {
  @Mixin AsOfOptions asOf = new AsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    List<Balance> balances = bank.queries().balances(point(bank, asOf, Balance.PROJECTION));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        balances.forEach(balance -> list.add(AccountText.json(balance)));
      }
    } else {
      print(AccountText.table(balances));
      BigDecimal total =
          balances.stream().map(Balance::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
      out()
          .line(
              "%s, together %s"
                  .formatted(Plural.of(balances.size(), "account"), Money.text(total)));
    }
    return ExitCode.DONE;
  }
}
