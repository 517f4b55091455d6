package io.tidemark.bank.readmodel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An account and its movements, both at one point in history.
 *
 * @param account the account
 * @param lines its movements, oldest first
 */
public record Statement(Balance account, List<Line> lines) {

  /**
   * A movement and where it led.
   *
   * @param movement what happened
   * @param balance the money there was afterwards
   */
  public record Line(StatementLine movement, BigDecimal balance) {}

  /** Adds the running balance. */
  static Statement of(Balance account, Iterable<StatementLine> movements) {
    List<Line> lines = new ArrayList<>();
    BigDecimal balance = BigDecimal.ZERO;
    for (StatementLine movement : movements) {
      balance = balance.add(movement.amount());
      lines.add(new Line(movement, balance));
    }
    return new Statement(account, List.copyOf(lines));
  }
}
