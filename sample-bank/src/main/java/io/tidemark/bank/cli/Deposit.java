package io.tidemark.bank.cli;

import io.tidemark.bank.account.Account;
import picocli.CommandLine.Command;

/** {@code bank deposit ID AMOUNT}. */
@Command(
    name = "deposit",
    description = "Pay cash into an account.",
    footer = {"", "Example: bank deposit 42 250.00"})
final class Deposit extends Movement {
  @Override
  void change(Account account) {
    account.deposit(amount);
  }

  @Override
  String done() {
    return "Deposited";
  }
}
