package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.AsOfOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.CustomerOverview;
import io.tidemark.bank.text.OverviewText;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank overview}. */
@Command(
    name = "overview",
    description = {
      "List all accounts with the transfers that their customers have asked for, and what was sent"
          + " and received by transfers, now or at a point in history."
    },
    footer = {"", "Examples: bank overview", "          bank overview --recorded-at 2026-01-31"})
final class ShowOverview extends Verb {
  @Mixin AsOfOptions asOf = new AsOfOptions();
  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    List<CustomerOverview> customers =
        bank.queries().overview(point(bank, asOf, CustomerOverview.PROJECTION));
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        customers.forEach(customer -> list.add(OverviewText.json(customer)));
      }
    } else {
      print(OverviewText.table(customers));
      long requested = customers.stream().mapToLong(CustomerOverview::requested).sum();
      out()
          .line(
              "%s, %s requested"
                  .formatted(
                      Plural.of(customers.size(), "account"), Plural.of(requested, "transfer")));
    }
    return ExitCode.DONE;
  }
}
