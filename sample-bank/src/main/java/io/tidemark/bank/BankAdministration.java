package io.tidemark.bank;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.NamedAggregate;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.bank.readmodel.BankQueries;
import io.tidemark.bank.stream.BankSql;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.bank.transfer.Order;
import io.tidemark.bank.transfer.Transfer;
import io.tidemark.bank.transfer.Transfers;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.cli.SqlCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What of the bank an operator looks at: its read models, and its accounts, limits and transfers.
 */
public final class BankAdministration {
  /** The commands on statements. */
  public static final SqlCommands SQL = SqlCommands.of(BankSql::over);

  private BankAdministration() {}

  /**
   * The bank at a place, opened anew each time, if there is one.
   *
   * @param location asked when it is opened
   * @param typed how a user types a command, to get to the same bank
   */
  public static AdministeredSystem at(Supplier<Location> location, UnaryOperator<String> typed) {
    return system(
        progress -> {
          Bank bank =
              Bank.at(location.get()).progress(progress).warnings(progress).existing().open();
          return bank.opened().closing(bank::close);
        },
        typed);
  }

  /** A bank that is open and stays so. */
  public static Admin of(Bank bank) {
    return system(progress -> bank.opened(), UnaryOperator.identity()).open(progress -> {});
  }

  private static AdministeredSystem system(
      Function<Consumer<String>, OpenedSystem> opener, UnaryOperator<String> typed) {
    return AdministeredSystem.builder(opener)
        .typed(typed)
        .projections(BankQueries.PROJECTIONS)
        .storedProjections(BankAdministration::stored)
        .aggregate(
            NamedAggregate.of(Account.CATEGORY, Account::new, Account.CODEC, ShownAccount::of))
        .aggregate(
            NamedAggregate.of(
                OverdraftLimit.CATEGORY, OverdraftLimit::new, OverdraftLimit.CODEC, ShownLimit::of))
        .aggregate(
            NamedAggregate.ofDecider(
                Transfers.CATEGORY, Transfers.DECIDER, Transfers.CODEC, ShownTransfer::of))
        .build();
  }

  /** The streams that somebody has run, and the statements that run. */
  private static List<ReadModelDefinition<?, ?>> stored(PostgresProjections projections) {
    List<ReadModelDefinition<?, ?>> stored = new ArrayList<>();
    for (BankStream stream : BankStream.ALL) {
      if (projections.status(stream.code()).position() > 0) {
        stored.add(stream.code());
      }
    }
    stored.addAll(SQL.projections().in(projections));
    return stored;
  }

  private record ShownAccount(String balance, @Nullable String owner) {
    static ShownAccount of(Account account) {
      return new ShownAccount(Money.text(account.balance()), account.owner().orElse(null));
    }
  }

  private record ShownLimit(String limit) {
    static ShownLimit of(OverdraftLimit limit) {
      return new ShownLimit(Money.text(limit.amount()));
    }
  }

  private record ShownTransfer(
      String status,
      @Nullable String from,
      @Nullable String to,
      @Nullable String amount,
      @Nullable String reason) {
    static ShownTransfer of(Transfer transfer) {
      String status = transfer.status().name();
      Order order = transfer.order();
      return order == null
          ? new ShownTransfer(status, null, null, null, transfer.reason())
          : new ShownTransfer(
              status, order.from(), order.to(), Money.text(order.amount()), transfer.reason());
    }
  }
}
