package io.tidemark.bank.cli;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import io.tidemark.bank.Bank;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.transfer.Order;
import io.tidemark.bank.transfer.Transfer;
import io.tidemark.bank.transfer.Transfers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bank admin state STREAM}. */
@Command(
    name = "state",
    description = "Show the state that the events of a stream add up to, by replaying them.",
    footer = {
      "",
      "Examples: bank admin state account-42",
      "          bank admin state account-42 --at-version 3"
    })
final class ShowState extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "STREAM",
      converter = StreamIdConverter.class,
      description = "an account or a transfer, for example account-42")
  @Nullable StreamId stream;

  @ArgGroup @Nullable StreamAsOfOptions asOf;
  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    StreamId asked = java.util.Objects.requireNonNull(stream, "stream");
    AsOf point = point(bank, asOf);
    Json state =
        switch (asked.category()) {
          case Account.CATEGORY -> account(bank.accounts().load(asked.key(), point));
          case Transfers.CATEGORY -> transfer(bank.transfers().runner().load(asked.key(), point));
          default ->
              throw new CommandFailedException(
                  "No aggregate for %s: expected a stream account-... or transfer-..."
                      .formatted(asked));
        };
    out().line(state.toString());
    return ExitCode.DONE;
  }

  private Json account(Account account) {
    requireEvents(account.version());
    return new Json()
        .with("stream", account.stream().toString())
        .with("version", account.version())
        .with(
            "state",
            new Json()
                .with("balance", Money.text(account.balance()))
                .with("owner", account.owner().orElse(null)));
  }

  private Json transfer(Versioned<Transfer> transfer) {
    requireEvents(transfer.version());
    Order order = transfer.state().order();
    Json state = new Json().with("status", transfer.state().status().name());
    if (order != null) {
      state
          .with("from", order.from())
          .with("to", order.to())
          .with("amount", Money.text(order.amount()));
    }
    return new Json()
        .with("stream", String.valueOf(stream))
        .with("version", transfer.version())
        .with("state", state.with("reason", transfer.state().reason()));
  }

  private void requireEvents(long version) {
    if (version == 0) {
      throw new CommandFailedException(
          "No stream %s%s".formatted(stream, asOf == null ? "" : " at that point"));
    }
  }
}
