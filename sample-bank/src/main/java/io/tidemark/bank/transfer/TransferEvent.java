package io.tidemark.bank.transfer;

import java.math.BigDecimal;

/** What happens to a transfer. */
public sealed interface TransferEvent {

  /** Somebody asked for it. */
  record Requested(String from, String to, BigDecimal amount) implements TransferEvent {}

  /** Both accounts exist, so the money can be sent and, once sent, be received. */
  record Accepted() implements TransferEvent {}

  /** The money left the one account. */
  record Debited() implements TransferEvent {}

  /** The money reached the other account. */
  record Completed() implements TransferEvent {}

  /** It will not happen, and no money has moved. */
  record Refused(String reason) implements TransferEvent {}
}
