package io.tidemark.bank.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.AccountEvent.Deposited;
import io.tidemark.bank.account.AccountEvent.Opened;
import io.tidemark.bank.account.AccountEvent.TransactionImported;
import io.tidemark.bank.account.AccountEvent.TransferDeclined;
import io.tidemark.bank.account.AccountEvent.TransferReceived;
import io.tidemark.bank.account.AccountEvent.TransferSent;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One movement of money on one account.
 *
 * @param position the position of its event
 * @param account the account
 * @param version the version of its event
 * @param occurredAt when it happened
 * @param text what it was, for people
 * @param amount by how much the balance changed
 */
public record StatementLine(
    long position,
    String account,
    long version,
    Instant occurredAt,
    String text,
    BigDecimal amount) {

  /**
   * A row for every event that moves money. No row ever changes, so history adds no versions, only
   * the position from which the row was there.
   */
  public static final Projection<Long, StatementLine> PROJECTION =
      Projection.named("statements", StatementLine.class, StatementLine::position)
          .from(Account.CATEGORY, Account.CODEC)
          .keyedBy((event, recorded) -> movesMoney(event) ? recorded.position() : null)
          .fold((none, event, recorded) -> of(event, recorded))
          .withHistory();

  /** Whether the event is a line of a statement. */
  static boolean movesMoney(AccountEvent event) {
    return !(event instanceof Opened) && !(event instanceof TransferDeclined);
  }

  private static StatementLine of(AccountEvent event, RecordedEvent recorded) {
    return new StatementLine(
        recorded.position(),
        recorded.stream().key(),
        recorded.version(),
        recorded.occurredAt(),
        text(event),
        event.change());
  }

  private static String text(AccountEvent event) {
    if (event instanceof TransferSent sent) {
      return "transfer to " + sent.to();
    }
    if (event instanceof TransferReceived received) {
      return "transfer from " + received.from();
    }
    if (event instanceof TransactionImported imported) {
      return Stream.of(imported.operation(), imported.symbol())
          .filter(Objects::nonNull)
          .collect(
              Collectors.collectingAndThen(
                  Collectors.joining(" "), words -> words.isEmpty() ? "transaction" : words));
    }
    return event instanceof Deposited ? "deposit" : "withdrawal";
  }
}
