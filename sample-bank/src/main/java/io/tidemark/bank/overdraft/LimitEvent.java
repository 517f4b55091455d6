package io.tidemark.bank.overdraft;

import java.math.BigDecimal;

/** What happens to the overdraft limit of an account. */
public sealed interface LimitEvent {

  /** The limit was agreed anew: from now on the account may be so far below zero. */
  record LimitSet(BigDecimal amount) implements LimitEvent {}
}
