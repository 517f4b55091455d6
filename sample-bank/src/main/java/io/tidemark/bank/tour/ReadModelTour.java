package io.tidemark.bank.tour;

import io.tidemark.AsOf;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.text.AccountText;
import io.tidemark.bank.text.RevisionText;
import io.tidemark.history.RowOrigin;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.Direction;
import io.tidemark.terminal.Table;
import java.util.Locale;

/** Of the guided tour, what can be asked of a read model: now, then, and why. */
final class ReadModelTour {
  private static final int EXPLAINED = 4;
  private static final int VERSIONS = 4;

  private final Bank bank;
  private final Narrator narrator;
  private final Customers customers;
  private final ReadModels readModels;
  private final ReadModelQuery ours;

  ReadModelTour(Bank bank, Narrator narrator, Customers customers) {
    this.bank = bank;
    this.narrator = narrator;
    this.customers = customers;
    this.readModels = ReadModels.of(bank.projections());
    this.ours = ReadModelQuery.all().where(Filter.where("id").in(customers.both()));
  }

  /**
   * Asks.
   *
   * @param earlier a position to look back to
   */
  void run(long earlier) {
    now();
    then(earlier);
    explain();
    lookBack();
  }

  private void now() {
    narrator.step(
        "The read model: a table that a projection keeps, exactly once",
        "Projection.named(\"balances\", Balance.class, Balance::id)",
        "    .from(\"account\", codec).keyedByStream().fold(...).withHistory();");
    bank.settle();
    narrator.table(AccountText.table(readModels.of(Balance.PROJECTION).findAll(ours)));
  }

  private void then(long position) {
    narrator.step(
        "The same question, as of position %,d, before the transfer".formatted(position),
        "readModels.asOf(AsOf.position(%d)).of(Balance.PROJECTION)".formatted(position));
    ReadModel<String, Balance> then =
        readModels.asOf(AsOf.position(position)).of(Balance.PROJECTION);
    narrator.table(AccountText.table(then.findAll(ours)));
    RowOrigin origin = then.origin();
    narrator.done(
        "answered by %s, %,d events were read"
            .formatted(origin.source().name().toLowerCase(Locale.ROOT), origin.eventsRead()));
  }

  private void explain() {
    narrator.step(
        "Why does Alice have what she has? The last events that made her balance",
        "readModels.of(Balance.PROJECTION).explain(\"alice\");");
    narrator.table(
        RevisionText.table(
            bank.queries().explain(customers.alice(), Direction.BACKWARD, EXPLAINED).revisions()));
  }

  private void lookBack() {
    narrator.step(
        "The account itself as it was some events ago",
        "accounts.load(\"alice\", AsOf.version(n));");
    Table table = Table.of(">VERSION", ">BALANCE");
    long now = bank.accounts().load(customers.alice()).version();
    for (long version = now; version > Math.max(0, now - VERSIONS); version--) {
      Account then = bank.accounts().load(customers.alice(), AsOf.version(version));
      table.row(version, Money.text(then.balance()));
    }
    narrator.table(table);
  }
}
