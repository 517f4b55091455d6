package io.tidemark.bank.tour;

import io.tidemark.AsOf;
import io.tidemark.EventIds;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.InsufficientFundsException;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.text.AccountText;
import io.tidemark.bank.transfer.Order;
import io.tidemark.bank.transfer.Transfer;
import io.tidemark.terminal.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The first half of the guided tour: what a bank does all day. */
final class Tour {
  private final Bank bank;
  private final Narrator narrator;
  private final AggregateRepository<Account, AccountEvent> accounts;
  private final String alice;
  private final String bob;
  private final SecondProcess second;

  /** With account ids that end in this suffix, so that the tour can be taken again. */
  Tour(Bank bank, Narrator narrator, String suffix, SecondProcess second) {
    this.bank = bank;
    this.narrator = narrator;
    this.accounts = bank.accounts();
    this.alice = "alice" + suffix;
    this.bob = "bob" + suffix;
    this.second = second;
  }

  void run() {
    open();
    depositAndWithdraw();
    transfer();
    overdraw();
    conflict();
    readModel();
    lookBack();
  }

  private void open() {
    narrator.step(
        "Open two accounts", "accounts.execute(\"alice\", account -> account.open(\"Alice\"));");
    for (String id : List.of(alice, bob)) {
      String owner = id.equals(alice) ? "Alice" : "Bob";
      CommandResult result = accounts.execute(id, account -> account.open(owner));
      narrator.done(
          "%s is at version %d, at position %d of the log"
              .formatted(result.stream(), result.version(), result.position()));
    }
  }

  private void depositAndWithdraw() {
    narrator.step(
        "Deposit and withdraw", "accounts.execute(\"alice\", account -> account.deposit(amount));");
    accounts.execute(alice, account -> account.deposit(new BigDecimal("500.00")));
    accounts.execute(alice, account -> account.withdraw(new BigDecimal("120.50")));
    accounts.execute(bob, account -> account.deposit(new BigDecimal("80.00")));
    narrator.done("Alice has %s, Bob has %s".formatted(balance(alice), balance(bob)));
  }

  private void transfer() {
    narrator.step(
        "Transfer: three streams, each step may be repeated",
        "transfers.transfer(id, new Order(\"alice\", \"bob\", amount));");
    String id = EventIds.next().toString();
    Order order = new Order(alice, bob, new BigDecimal("100.00"));
    Transfer transfer = bank.transfers().transfer(id, order);
    narrator.done(
        "%s: %s from Alice to Bob; Alice has %s, Bob has %s"
            .formatted(
                transfer.status(), Money.text(order.amount()), balance(alice), balance(bob)));
  }

  private void overdraw() {
    narrator.step(
        "Withdraw more than there is",
        "if (amount.compareTo(balance) > 0)",
        "    throw new InsufficientFundsException(...);");
    try {
      accounts.execute(bob, account -> account.withdraw(new BigDecimal("1000.00")));
      throw new IllegalStateException("An overdraft was not refused");
    } catch (InsufficientFundsException e) {
      narrator.refused(e.getMessage() + "; nothing was stored");
    }
  }

  private void conflict() {
    narrator.step(
        "Two processes at once: a version conflict, so the slower one decides again",
        "accounts.execute(\"alice\", account -> account.deposit(amount));",
        "// tries again by itself");
    AtomicBoolean isFirstAttempt = new AtomicBoolean(true);
    CommandResult result =
        accounts.execute(
            alice,
            account -> {
              if (isFirstAttempt.getAndSet(false)) {
                beOvertaken(account.version());
              }
              account.deposit(new BigDecimal("20.00"));
            });
    narrator.done(
        "this process stored version %d at attempt %d, after a version conflict"
            .formatted(result.version(), result.attempts()));
  }

  /** Another process deposits while this one has loaded the account and is still deciding. */
  private void beOvertaken(long version) {
    narrator.say("This process has loaded version %d of Alice's account".formatted(version));
    narrator.wait("starting a second process that deposits 10.00");
    SecondProcess.Answer answer = second.run("deposit", alice, "10.00");
    narrator.done("process %d: %s".formatted(answer.pid(), answer.output()));
  }

  private void readModel() {
    narrator.step(
        "The read model: a table that a projection keeps, exactly once",
        "Projection.named(\"balances\", Balance.class, Balance::id)",
        "    .from(\"account\", codec).keyedBy(id).fold(...)");
    bank.settle();
    List<Balance> ours =
        bank.queries().balances(AsOf.latest()).stream()
            .filter(balance -> List.of(alice, bob).contains(balance.id()))
            .toList();
    narrator.table(AccountText.table(ours));
  }

  private void lookBack() {
    narrator.step(
        "Alice's account as it was some events ago", "accounts.load(\"alice\", AsOf.version(n));");
    Table table = Table.of(">VERSION", ">BALANCE");
    long now = accounts.load(alice).version();
    for (long version = now; version > Math.max(0, now - 4); version--) {
      Account then = accounts.load(alice, AsOf.version(version));
      table.row(version, Money.text(then.balance()));
    }
    narrator.table(table);
  }

  private String balance(String id) {
    return Money.text(accounts.load(id).balance());
  }
}
