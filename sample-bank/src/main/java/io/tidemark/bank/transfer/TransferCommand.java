package io.tidemark.bank.transfer;

/** What may be asked of a transfer. Asking again for what was done already changes nothing. */
public sealed interface TransferCommand {

  /** Begin it. */
  record Request(Order order) implements TransferCommand {}

  /** Both accounts were found. */
  record Accept() implements TransferCommand {}

  /** The one account has sent the money. */
  record RecordDebit() implements TransferCommand {}

  /** The other account has the money. */
  record Complete() implements TransferCommand {}

  /** It cannot be. */
  record Refuse(String reason) implements TransferCommand {}
}
