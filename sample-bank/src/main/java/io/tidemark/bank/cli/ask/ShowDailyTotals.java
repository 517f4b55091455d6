package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.DailyTotal;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank totals}. */
@Command(
    name = "totals",
    description = "List what moved in the whole bank day by day, now or at a point in history.",
    footer = {"", "Examples: bank totals", "          bank totals --json --at-position 5"})
final class ShowDailyTotals extends Verb {
  @Mixin AsOfOptions asOf = new AsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    List<DailyTotal> totals = bank.queries().dailyTotals(point(bank, asOf, DailyTotal.PROJECTION));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        totals.forEach(total -> list.add(json(total)));
      }
    } else {
      Table table = Table.of("DAY", ">CREDITS", ">DEBITS", ">MOVEMENTS");
      totals.forEach(
          total ->
              table.row(
                  total.day(),
                  Money.text(total.credits()),
                  Money.text(total.debits()),
                  total.movements()));
      print(table);
    }
    return ExitCode.DONE;
  }

  private static JsonLine json(DailyTotal total) {
    return new JsonLine()
        .with("day", total.day().toString())
        .with("credits", Money.text(total.credits()))
        .with("debits", Money.text(total.debits()))
        .with("movements", total.movements());
  }
}
