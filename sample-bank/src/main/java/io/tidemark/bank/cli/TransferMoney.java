package io.tidemark.bank.cli;

import io.tidemark.EventIds;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.transfer.Order;
import io.tidemark.bank.transfer.Transfer;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.ExitCode;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bank transfer FROM TO AMOUNT}. */
@Command(
    name = "transfer",
    description = "Move money from one account to another. A crash never loses or doubles it.",
    footer = {"", "Example: bank transfer 42 43 75.50"})
final class TransferMoney extends Verb {
  @Parameters(index = "0", paramLabel = "FROM", description = "the account that sends")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "the account that receives")
  String to = "";

  @Parameters(
      index = "2",
      paramLabel = "AMOUNT",
      converter = AmountConverter.class,
      description = "more than zero, for example 75.50")
  BigDecimal amount = BigDecimal.ZERO;

  @Override
  protected int run(Bank bank) {
    String id = EventIds.next().toString();
    Transfer transfer = bank.transfers().transfer(id, new Order(from, to, amount));
    if (transfer.status() == Transfer.Status.REFUSED) {
      bank.settle();
      throw new CommandFailedException("Transfer refused: " + transfer.reason());
    }
    out()
        .line(
            "Transferred %s from account %s to account %s (transfer-%s)"
                .formatted(Money.text(amount), from, to, id));
    settle(bank);
    return ExitCode.DONE;
  }
}
