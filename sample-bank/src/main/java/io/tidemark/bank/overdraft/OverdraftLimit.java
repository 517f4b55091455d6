package io.tidemark.bank.overdraft;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.bank.account.InvalidAmountException;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.overdraft.LimitEvent.LimitSet;
import io.tidemark.codec.EventCodec;
import java.math.BigDecimal;

/**
 * The overdraft limit of one account, under the account's id. Refuses no withdrawal: it tells those
 * who watch from when on an account is further below zero than was agreed.
 */
public final class OverdraftLimit extends Aggregate<LimitEvent> {
  /** The category of the streams of limits. */
  public static final String CATEGORY = "limit";

  /** How the events of limits are stored, and read as earlier programs stored them. */
  public static final EventCodec<LimitEvent> CODEC = new LimitCodec();

  private BigDecimal amount = BigDecimal.ZERO;

  /**
   * Sets it anew; setting what it is already changes nothing.
   *
   * @throws InvalidLimitException if it is negative, or has more digits than money has
   */
  public void set(BigDecimal newAmount) {
    requireLimit(newAmount);
    if (newAmount.compareTo(amount) != 0) {
      raise(new LimitSet(newAmount));
    }
  }

  /** How far below zero the account may be; zero unless set. */
  public BigDecimal amount() {
    return amount;
  }

  /**
   * Reads a limit, for example {@code 500.00}.
   *
   * @throws InvalidLimitException if it is none
   */
  public static BigDecimal parse(String text) {
    try {
      return Money.parse(text);
    } catch (InvalidAmountException e) {
      throw new InvalidLimitException(text);
    }
  }

  private static void requireLimit(BigDecimal amount) {
    if (amount.signum() != 0) {
      try {
        Money.requireMovable(amount);
      } catch (InvalidAmountException e) {
        throw new InvalidLimitException(amount.toPlainString());
      }
    }
  }

  @Override
  protected void apply(LimitEvent event) {
    if (event instanceof LimitSet limit) {
      amount = limit.amount();
    }
  }
}
