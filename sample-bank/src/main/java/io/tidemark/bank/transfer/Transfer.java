package io.tidemark.bank.transfer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a transfer.
 *
 * @param status how far it got
 * @param order what was asked for; null before that
 * @param reason why it was refused; null if it was not
 */
public record Transfer(Status status, @Nullable Order order, @Nullable String reason) {

  /** How far a transfer got. */
  public enum Status {
    /** Nobody asked for it yet. */
    NONE,
    /** Asked for; the accounts are not looked up yet. */
    REQUESTED,
    /** Both accounts exist; the money is to be sent. */
    ACCEPTED,
    /** The money was sent and is to be received. */
    DEBITED,
    /** The money was received. */
    COMPLETED,
    /** It will not happen; no money moved. */
    REFUSED;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
      return this == COMPLETED || this == REFUSED;
    }
  }

  /** Before anybody asked for it. */
  static final Transfer NONE = new Transfer(Status.NONE, null, null);

  /** What was asked for, once it was. */
  Order requireOrder() {
    return Objects.requireNonNull(order, "order");
  }

  Transfer at(Status next) {
    return new Transfer(next, order, reason);
  }
}
