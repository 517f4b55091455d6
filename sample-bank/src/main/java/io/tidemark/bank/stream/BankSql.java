package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.overdraft.LimitEvent;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.table.EventTable;

/** What statements can name in the bank. */
public final class BankSql {
  private BankSql() {}

  /**
   * The events of accounts and limits, each type a table; {@code movements}, which are all that
   * change a balance; and the read model {@code balances}.
   */
  public static SqlQueries over(PostgresProjections projections) {
    return SqlQueries.of(projections)
        .types(Account.CATEGORY, Account.CODEC, AccountEvent.class)
        .types(OverdraftLimit.CATEGORY, OverdraftLimit.CODEC, LimitEvent.class)
        .table(EventTable.of(Account.CATEGORY, Movement.CODEC, Movement.class).named("movements"))
        .readModel(Balance.PROJECTION)
        .build();
  }
}
