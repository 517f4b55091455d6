package io.tidemark.bank.cli;

import io.tidemark.bank.account.Account;
import picocli.CommandLine.Command;

/** {@code bank withdraw ID AMOUNT}. */
@Command(
    name = "withdraw",
    description = "Take cash out of an account. Refused if there is less.",
    footer = {"", "Example: bank withdraw 42 100.00"})
final class Withdraw extends Movement {
  @Override
  void change(Account account) {
    account.withdraw(amount);
  }

  @Override
  String done() {
    return "Withdrew";
  }
}
