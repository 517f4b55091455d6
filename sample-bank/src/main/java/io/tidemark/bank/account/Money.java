package io.tidemark.bank.account;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** What an amount of money must be, and how it is written: exact, with at most two decimals. */
public final class Money {
  /** Decimals of an amount. */
  public static final int DECIMALS = 2;

  private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,2})?");

  private Money() {}

  /**
   * Reads an amount that is not negative, for example {@code 900}, {@code 900.5}, {@code 900.00}.
   *
   * @throws InvalidAmountException if it is anything else
   */
  public static BigDecimal parse(String text) {
    if (!AMOUNT.matcher(text).matches()) {
      throw new InvalidAmountException(text);
    }
    return new BigDecimal(text);
  }

  /**
   * Gives back an amount that a command may move.
   *
   * @throws InvalidAmountException if it is zero or negative, has more than two decimals or more
   *     than 15 digits before them
   */
  public static BigDecimal requireMovable(BigDecimal amount) {
    boolean fits = amount.scale() <= DECIMALS && amount.precision() - amount.scale() <= 15;
    if (amount.signum() <= 0 || !fits) {
      throw new InvalidAmountException(amount.toString());
    }
    return amount;
  }

  /** The amount as a plain decimal with two decimals, for example {@code -12.50}. */
  public static String text(BigDecimal amount) {
    return amount.setScale(DECIMALS, RoundingMode.UNNECESSARY).toPlainString();
  }
}
