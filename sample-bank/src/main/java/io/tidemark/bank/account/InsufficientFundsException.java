package io.tidemark.bank.account;

import java.math.BigDecimal;

/** A withdrawal is greater than the balance. */
public final class InsufficientFundsException extends AccountException {
  private static final long serialVersionUID = 1L;

  private final String accountId;
  private final BigDecimal amount;
  private final BigDecimal balance;

  /** Of this account, with the amount asked for and the balance there is. */
  public InsufficientFundsException(String accountId, BigDecimal amount, BigDecimal balance) {
    super(text(accountId, amount, balance));
    this.accountId = accountId;
    this.amount = amount;
    this.balance = balance;
  }

  static String text(String accountId, BigDecimal amount, BigDecimal balance) {
    return "Insufficient funds in account %s: expected at least %s, actual %s"
        .formatted(accountId, Money.text(amount), Money.text(balance));
  }

  /** The account. */
  public String accountId() {
    return accountId;
  }

  /** What was to be withdrawn. */
  public BigDecimal amount() {
    return amount;
  }

  /** What there is. */
  public BigDecimal balance() {
    return balance;
  }
}
