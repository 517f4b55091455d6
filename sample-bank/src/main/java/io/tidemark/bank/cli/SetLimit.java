package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.account.NoSuchAccountException;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.terminal.ExitCode;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bank limit ID AMOUNT}. */
@Command(
    name = "limit",
    description = {
      "Set the overdraft limit of an account: how far below zero it may be."
          + " 'overdrafts' compares the balance with it.",
      "Only an imported account gets below zero; a withdrawal of more than there is stays refused."
    },
    footer = {"", "Example: bank limit 42 500.00"})
final class SetLimit extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "the account")
  String id = "";

  @Parameters(
      index = "1",
      paramLabel = "AMOUNT",
      converter = LimitConverter.class,
      description = "zero or more, for example 500.00")
  BigDecimal amount = BigDecimal.ZERO;

  @Override
  protected int run(Bank bank) {
    if (!bank.accounts().load(id).isOpen()) {
      throw new NoSuchAccountException(id);
    }
    bank.limits().execute(id, limit -> limit.set(amount));
    out().line("Overdraft limit of account %s: %s".formatted(id, Money.text(amount)));
    settle(bank);
    return ExitCode.DONE;
  }
}
