package io.tidemark.bank.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.bank.transfer.TransferEvent;
import io.tidemark.bank.transfer.TransferEvent.Accepted;
import io.tidemark.bank.transfer.TransferEvent.Debited;
import io.tidemark.bank.transfer.TransferEvent.Refused;
import io.tidemark.bank.transfer.TransferEvent.Requested;
import io.tidemark.bank.transfer.Transfers;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One transfer, and how far it got; those that a crash left unfinished are found here.
 *
 * @param id the transfer
 * @param source the account that sends
 * @param target the account that receives
 * @param amount how much
 * @param status how far it got
 * @param reason why it was refused; null if it was not
 */
public record TransferLine(
    String id,
    String source,
    String target,
    BigDecimal amount,
    Status status,
    @Nullable String reason) {

  /** A row for every transfer. */
  public static final Projection<String, TransferLine> PROJECTION =
      Projection.named("transfers", TransferLine.class, TransferLine::id)
          .from(Transfers.CATEGORY, Transfers.CODEC)
          .keyedByStream()
          .fold(TransferLine::after);

  private static @Nullable TransferLine after(
      @Nullable TransferLine before, TransferEvent event, RecordedEvent recorded) {
    if (event instanceof Requested asked) {
      String id = recorded.stream().key();
      return new TransferLine(id, asked.from(), asked.to(), asked.amount(), Status.REQUESTED, null);
    }
    if (before == null) {
      return null; // only as of an occurredAt before the request, with a clock set back since
    }
    if (event instanceof Refused refused) {
      return before.with(Status.REFUSED, refused.reason());
    }
    if (event instanceof Accepted) {
      return before.with(Status.ACCEPTED, null);
    }
    return before.with(event instanceof Debited ? Status.DEBITED : Status.COMPLETED, null);
  }

  private TransferLine with(Status newStatus, @Nullable String newReason) {
    return new TransferLine(id, source, target, amount, newStatus, newReason);
  }
}
