package io.tidemark.bank.account;

/** Not an amount of money that can be moved. */
public final class InvalidAmountException extends AccountException {
  private static final long serialVersionUID = 1L;

  private final String amount;

  /** Of this text. */
  public InvalidAmountException(String amount) {
    super(
        "Invalid amount '%s': expected more than zero, with at most 15 digits and two decimals, for example 250.00"
            .formatted(amount));
    this.amount = amount;
  }

  /** What was given. */
  public String amount() {
    return amount;
  }
}
