package io.tidemark.bank.readmodel;

import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.overdraft.LimitEvent;
import io.tidemark.bank.overdraft.LimitEvent.LimitSet;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.codec.EventCodec;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account beside its overdraft limit.
 *
 * @param account the account
 * @param balance the money there is
 * @param overdraftLimit how far below zero it may be
 * @param state how the one is to the other
 */
public record Overdraft(
    String account, BigDecimal balance, BigDecimal overdraftLimit, State state) {

  /** How a balance is to the limit. */
  public enum State {
    /** Zero or more. */
    IN_CREDIT,
    /** Below zero, as far as was agreed. */
    WITHIN_LIMIT,
    /** Further below zero than was agreed. */
    OVER_LIMIT
  }

  /** A row for every account that has events or a limit. */
  public static final Projection<String, Overdraft> PROJECTION = projection(OverdraftLimit.CODEC);

  /**
   * The same with another way to read limits. An event that it cannot read parks the row of its
   * account, and the watch goes on for all others.
   */
  public static Projection<String, Overdraft> projection(EventCodec<LimitEvent> limits) {
    return Projection.named("overdrafts", Overdraft.class, Overdraft::account)
        .from(Account.CATEGORY, Account.CODEC)
        .keyedByStream()
        .fold((row, event, recorded) -> moved(row, event, recorded.stream().key()))
        .from(OverdraftLimit.CATEGORY, limits)
        .keyedByStream()
        .fold((row, event, recorded) -> limited(row, event, recorded.stream().key()))
        .onFailure(FailurePolicy.PARK);
  }

  private static Overdraft moved(@Nullable Overdraft before, AccountEvent event, String account) {
    Overdraft row = before == null ? of(account, BigDecimal.ZERO, BigDecimal.ZERO) : before;
    return of(account, row.balance().add(event.change()), row.overdraftLimit());
  }

  private static Overdraft limited(@Nullable Overdraft before, LimitEvent event, String account) {
    BigDecimal balance = before == null ? BigDecimal.ZERO : before.balance();
    return of(account, balance, ((LimitSet) event).amount());
  }

  private static Overdraft of(String account, BigDecimal balance, BigDecimal limit) {
    return new Overdraft(account, balance, limit, state(balance, limit));
  }

  private static State state(BigDecimal balance, BigDecimal limit) {
    if (balance.signum() >= 0) {
      return State.IN_CREDIT;
    }
    return balance.negate().compareTo(limit) <= 0 ? State.WITHIN_LIMIT : State.OVER_LIMIT;
  }
}
