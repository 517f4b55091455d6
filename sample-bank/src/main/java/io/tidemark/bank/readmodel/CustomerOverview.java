package io.tidemark.bank.readmodel;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.account.AccountEvent.Opened;
import io.tidemark.bank.account.AccountEvent.TransferReceived;
import io.tidemark.bank.account.AccountEvent.TransferSent;
import io.tidemark.bank.transfer.TransferEvent;
import io.tidemark.bank.transfer.TransferEvent.Requested;
import io.tidemark.bank.transfer.Transfers;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An account with what its customer does, from the events of accounts and of transfers.
 *
 * @param account the account
 * @param owner who opened it; null for an imported account
 * @param balance the money there is
 * @param requested how many transfers the customer has asked for, whatever became of them
 * @param sent how much has left by transfers
 * @param received how much has come by transfers
 */
public record CustomerOverview(
    String account,
    @Nullable String owner,
    BigDecimal balance,
    long requested,
    BigDecimal sent,
    BigDecimal received) {

  /** A row for every account. */
  public static final Projection<String, CustomerOverview> PROJECTION =
      Projection.named("customer_overview", CustomerOverview.class, CustomerOverview::account)
          .from(Account.CATEGORY, Account.CODEC)
          .keyedByStream()
          .fold(CustomerOverview::afterMovement)
          .from(Transfers.CATEGORY, Transfers.CODEC)
          .keyedBy((event, recorded) -> event instanceof Requested asked ? asked.from() : null)
          .fold(CustomerOverview::afterRequest)
          .withHistory();

  private static CustomerOverview afterMovement(
      @Nullable CustomerOverview before, AccountEvent event, RecordedEvent recorded) {
    BigDecimal zero = BigDecimal.ZERO;
    CustomerOverview row =
        before == null
            ? new CustomerOverview(recorded.stream().key(), null, zero, 0, zero, zero)
            : before;
    return new CustomerOverview(
        row.account(),
        event instanceof Opened opened ? opened.owner() : row.owner(),
        row.balance().add(event.change()),
        row.requested(),
        event instanceof TransferSent gone ? row.sent().add(gone.amount()) : row.sent(),
        event instanceof TransferReceived come
            ? row.received().add(come.amount())
            : row.received());
  }

  /** What somebody asks of an account that is not open is no account's. */
  private static @Nullable CustomerOverview afterRequest(
      @Nullable CustomerOverview before, TransferEvent event, RecordedEvent recorded) {
    return before == null
        ? null
        : new CustomerOverview(
            before.account(),
            before.owner(),
            before.balance(),
            before.requested() + 1,
            before.sent(),
            before.received());
  }
}
