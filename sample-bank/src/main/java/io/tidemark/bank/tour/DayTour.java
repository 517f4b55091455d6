package io.tidemark.bank.tour;

import io.tidemark.EventIds;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.InsufficientFundsException;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.transfer.Order;
import io.tidemark.bank.transfer.Transfer;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Of the guided tour, what a bank does all day: commands, events, conflicts. */
final class DayTour {
  private final Bank bank;
  private final Narrator narrator;
  private final AggregateRepository<Account, AccountEvent> accounts;
  private final String alice;
  private final String bob;
  private final SecondProcess second;

  DayTour(Bank bank, Narrator narrator, Customers customers, SecondProcess second) {
    this.bank = bank;
    this.narrator = narrator;
    this.accounts = bank.accounts();
    this.alice = customers.alice();
    this.bob = customers.bob();
    this.second = second;
  }

  /** Gives what later steps come back to. */
  Day run() {
    open();
    Day day = depositAndWithdraw();
    transfer();
    overdraw();
    conflict();
    return day;
  }

  /**
   * Two events of the day.
   *
   * @param firstDeposit position of the first deposit of Alice
   * @param lastDeposit position of the last deposit before money was transferred
   */
  record Day(long firstDeposit, long lastDeposit) {}

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

  private Day depositAndWithdraw() {
    narrator.step(
        "Deposit and withdraw", "accounts.execute(\"alice\", account -> account.deposit(amount));");
    CommandResult first =
        accounts.execute(alice, account -> account.deposit(new BigDecimal("500.00")));
    accounts.execute(alice, account -> account.withdraw(new BigDecimal("120.50")));
    CommandResult last = accounts.execute(bob, account -> account.deposit(new BigDecimal("80.00")));
    narrator.done("Alice has %s, Bob has %s".formatted(balance(alice), balance(bob)));
    return new Day(first.position(), last.position());
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

  private String balance(String id) {
    return Money.text(accounts.load(id).balance());
  }
}
