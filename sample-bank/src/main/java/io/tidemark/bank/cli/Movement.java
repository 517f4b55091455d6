package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.terminal.ExitCode;
import java.math.BigDecimal;
import picocli.CommandLine.Parameters;

/** What {@code deposit} and {@code withdraw} share. */
abstract class Movement extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "the account")
  String id = "";

  @Parameters(
      index = "1",
      paramLabel = "AMOUNT",
      converter = AmountConverter.class,
      description = "more than zero, for example 250.00")
  BigDecimal amount = BigDecimal.ZERO;

  abstract void change(Account account);

  abstract String done();

  private BigDecimal changed(Account account) {
    change(account);
    return account.balance();
  }

  @Override
  protected final int run(Bank bank) {
    BigDecimal balance = bank.accounts().executeReturning(id, this::changed).value();
    out()
        .line(
            "%s %s. Balance of account %s: %s"
                .formatted(done(), Money.text(amount), id, Money.text(balance)));
    settle(bank);
    return ExitCode.DONE;
  }
}
