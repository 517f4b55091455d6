package io.tidemark.bank.account;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What happens to an account. */
public sealed interface AccountEvent {

  /** By how much the event changes the balance; negative if money leaves. */
  default BigDecimal change() {
    return BigDecimal.ZERO;
  }

  /** The account was opened by a person at the counter. */
  record Opened(String owner) implements AccountEvent {}

  /** Cash was paid in. */
  record Deposited(BigDecimal amount) implements AccountEvent {
    @Override
    public BigDecimal change() {
      return amount;
    }
  }

  /** Cash was taken out. */
  record Withdrawn(BigDecimal amount) implements AccountEvent {
    @Override
    public BigDecimal change() {
      return amount.negate();
    }
  }

  /** Money left for another account. */
  record TransferSent(String transferId, String to, BigDecimal amount) implements AccountEvent {
    @Override
    public BigDecimal change() {
      return amount.negate();
    }
  }

  /** Money came from another account. */
  record TransferReceived(String transferId, String from, BigDecimal amount)
      implements AccountEvent {
    @Override
    public BigDecimal change() {
      return amount;
    }
  }

  /**
   * The account refused to send money, once and for all: whoever asks again for this transfer gets
   * the same answer.
   */
  record TransferDeclined(String transferId, String reason) implements AccountEvent {}

  /**
   * One row of a statement of another bank. History is recorded, not judged, so the balance may go
   * below zero. The first row of an account opens it.
   *
   * @param transactionId the other bank's number of the row
   * @param kind whether money came or left
   * @param amount how much, not negative
   * @param operation what was done, in the other bank's words
   * @param symbol what it was for, in the other bank's words
   * @param bank the partner's bank
   * @param partner the partner's account
   * @param balance the balance afterwards, as the other bank reckoned it
   */
  record TransactionImported(
      String transactionId,
      Kind kind,
      BigDecimal amount,
      @Nullable String operation,
      @Nullable String symbol,
      @Nullable String bank,
      @Nullable String partner,
      BigDecimal balance)
      implements AccountEvent {
    @Override
    public BigDecimal change() {
      return kind == Kind.CREDIT ? amount : amount.negate();
    }
  }

  /** Whether money comes or leaves. */
  enum Kind {
    /** It comes. */
    CREDIT,
    /** It leaves. */
    DEBIT
  }
}
