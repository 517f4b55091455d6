package io.tidemark.bank.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.AccountEvent.Opened;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One account as it stands.
 *
 * @param id the account
 * @param owner who opened it; null for an imported account
 * @param balance the money there is
 * @param version how many events the account has
 * @param position the position of the last of them
 */
public record Balance(
    String id, @Nullable String owner, BigDecimal balance, long version, long position) {

  /** A row for every account, and what it was at any position. */
  public static final Projection<String, Balance> PROJECTION =
      Projection.named("balances", Balance.class, Balance::id)
          .from(Account.CATEGORY, Account.CODEC)
          .keyedByStream()
          .fold(Balance::after)
          .withHistory();

  private static Balance after(
      @Nullable Balance before, AccountEvent event, RecordedEvent recorded) {
    String owner = before == null ? null : before.owner();
    BigDecimal balance = before == null ? BigDecimal.ZERO : before.balance();
    return new Balance(
        recorded.stream().key(),
        event instanceof Opened opened ? opened.owner() : owner,
        balance.add(event.change()),
        recorded.version(),
        recorded.position());
  }
}
