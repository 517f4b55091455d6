package io.tidemark.bank.text;

import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.CustomerOverview;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.util.List;

/** Customers as people and programs read of them. */
public final class OverviewText {
  private OverviewText() {}

  /** A row for each. */
  public static Table table(List<CustomerOverview> customers) {
    Table table = Table.of("ACCOUNT", ">BALANCE", ">REQUESTED", ">SENT", ">RECEIVED", "OWNER");
    for (CustomerOverview customer : customers) {
      String owner = customer.owner();
      table.row(
          customer.account(),
          Money.text(customer.balance()),
          customer.requested(),
          Money.text(customer.sent()),
          Money.text(customer.received()),
          owner == null ? "" : owner);
    }
    return table;
  }

  /** One of them. */
  public static JsonLine json(CustomerOverview customer) {
    return new JsonLine()
        .with("account", customer.account())
        .with("balance", Money.text(customer.balance()))
        .with("requested", customer.requested())
        .with("sent", Money.text(customer.sent()))
        .with("received", Money.text(customer.received()))
        .with("owner", customer.owner());
  }
}
