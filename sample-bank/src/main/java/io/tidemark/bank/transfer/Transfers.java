package io.tidemark.bank.transfer;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.Decider;
import io.tidemark.aggregate.DeciderRunner;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.bank.transfer.TransferCommand.Accept;
import io.tidemark.bank.transfer.TransferCommand.Complete;
import io.tidemark.bank.transfer.TransferCommand.RecordDebit;
import io.tidemark.bank.transfer.TransferCommand.Refuse;
import io.tidemark.bank.transfer.TransferCommand.Request;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.EventStore;
import java.util.Optional;

/**
 * Carries transfers through: a process manager over three streams, which commit one by one.
 *
 * <p>Each step looks at the transfer's own stream, does what comes next, and records it. Every step
 * may be done again, by anybody, at any time: whichever account is asked knows the transfer's id.
 * So a crash between two steps leaves a transfer to be resumed, never money lost or doubled. Both
 * accounts are known to exist before the first one is debited, and accounts are never closed, so
 * money that was sent can always be received.
 */
public final class Transfers {
  /** The category of the streams of transfers. */
  public static final String CATEGORY = "transfer";

  /** How the events of transfers are stored. */
  public static final EventCodec<TransferEvent> CODEC =
      JacksonEventCodec.ofSealed(TransferEvent.class);

  /** How transfers are decided. */
  public static final Decider<TransferCommand, Transfer, TransferEvent> DECIDER =
      new TransferDecider();

  private final AggregateRepository<Account, AccountEvent> accounts;
  private final DeciderRunner<TransferCommand, Transfer, TransferEvent> transfers;
  private final DeciderRunner<TransferCommand, Transfer, TransferEvent> requested;

  /** Of accounts and transfers in this store. */
  public Transfers(AggregateRepository<Account, AccountEvent> accounts, EventStore store) {
    this.accounts = accounts;
    this.transfers = DeciderRunner.of(CATEGORY, DECIDER, store, CODEC);
    this.requested = transfers.withExpectedVersion(ExpectedVersion.streamExists());
  }

  /** The transfers, one by one. */
  public DeciderRunner<TransferCommand, Transfer, TransferEvent> runner() {
    return transfers;
  }

  /** Requests a transfer under a new id and carries it through; gives its last state. */
  public Transfer transfer(String id, Order order) {
    transfers.execute(id, correlatedWith(id), new Request(order));
    return resume(id);
  }

  /** Carries a transfer through from wherever it is; gives its last state. */
  public Transfer resume(String id) {
    Transfer transfer = transfers.load(id).state();
    while (transfer.status() != Transfer.Status.NONE && !transfer.status().isFinal()) {
      transfer =
          requested.executeReturningState(id, correlatedWith(id), next(id, transfer)).value();
    }
    return transfer;
  }

  private TransferCommand next(String id, Transfer transfer) {
    Order order = transfer.requireOrder();
    return switch (transfer.status()) {
      case REQUESTED -> refusal(order).<TransferCommand>map(Refuse::new).orElseGet(Accept::new);
      case ACCEPTED -> debit(id, order);
      default -> credit(id, order);
    };
  }

  private Optional<String> refusal(Order order) {
    if (order.from().equals(order.to())) {
      return Optional.of("Both accounts are %s".formatted(order.from()));
    }
    for (String account : new String[] {order.from(), order.to()}) {
      if (!accounts.load(account).isOpen()) {
        return Optional.of("No account %s".formatted(account));
      }
    }
    return Optional.empty();
  }

  private TransferCommand debit(String id, Order order) {
    return accounts
        .executeReturning(
            order.from(),
            correlatedWith(id),
            account -> {
              account.send(id, order.to(), order.amount());
              return account.declineReason(id);
            })
        .value()
        .<TransferCommand>map(Refuse::new)
        .orElseGet(RecordDebit::new);
  }

  private TransferCommand credit(String id, Order order) {
    accounts.execute(
        order.to(),
        correlatedWith(id),
        account -> account.receive(id, order.from(), order.amount()));
    return new Complete();
  }

  private static Metadata correlatedWith(String id) {
    return Metadata.of(Metadata.CORRELATION_ID, id);
  }
}
