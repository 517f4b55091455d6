package io.tidemark.bank.transfer;

import io.tidemark.bank.account.Money;
import java.math.BigDecimal;

/**
 * How much is to go from where to where.
 *
 * @param from id of the account that sends
 * @param to id of the account that receives
 * @param amount how much, more than zero
 */
public record Order(String from, String to, BigDecimal amount) {
  /**
   * @throws io.tidemark.bank.account.InvalidAmountException if the amount cannot be moved
   */
  public Order {
    Money.requireMovable(amount);
  }
}
