package io.tidemark.bank.transfer;

import io.tidemark.aggregate.Decider;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.bank.transfer.TransferCommand.Accept;
import io.tidemark.bank.transfer.TransferCommand.RecordDebit;
import io.tidemark.bank.transfer.TransferCommand.Refuse;
import io.tidemark.bank.transfer.TransferCommand.Request;
import io.tidemark.bank.transfer.TransferEvent.Accepted;
import io.tidemark.bank.transfer.TransferEvent.Completed;
import io.tidemark.bank.transfer.TransferEvent.Debited;
import io.tidemark.bank.transfer.TransferEvent.Refused;
import io.tidemark.bank.transfer.TransferEvent.Requested;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a transfer: requested, accepted, debited, completed; or refused before any money
 * moved. A command that comes too late or twice decides nothing, so several processes may push the
 * same transfer on at once.
 */
public final class TransferDecider implements Decider<TransferCommand, Transfer, TransferEvent> {

  /** Without state of its own. */
  public TransferDecider() {}

  @Override
  public Transfer initialState() {
    return Transfer.NONE;
  }

  @Override
  public List<TransferEvent> decide(TransferCommand command, Transfer state) {
    if (command instanceof Request request) {
      Order order = request.order();
      return in(state, Status.NONE, new Requested(order.from(), order.to(), order.amount()));
    }
    if (command instanceof Accept) {
      return in(state, Status.REQUESTED, new Accepted());
    }
    if (command instanceof RecordDebit) {
      return in(state, Status.ACCEPTED, new Debited());
    }
    if (command instanceof Refuse refuse) {
      Set<Status> beforeTheDebit = EnumSet.of(Status.REQUESTED, Status.ACCEPTED);
      return beforeTheDebit.contains(state.status())
          ? List.of(new Refused(refuse.reason()))
          : List.of();
    }
    return in(state, Status.DEBITED, new Completed());
  }

  @Override
  public Transfer evolve(Transfer state, TransferEvent event) {
    if (event instanceof Requested requested) {
      Order order = new Order(requested.from(), requested.to(), requested.amount());
      return new Transfer(Status.REQUESTED, order, null);
    }
    if (event instanceof Refused refused) {
      return new Transfer(Status.REFUSED, state.order(), refused.reason());
    }
    if (event instanceof Accepted) {
      return state.at(Status.ACCEPTED);
    }
    return state.at(event instanceof Debited ? Status.DEBITED : Status.COMPLETED);
  }

  private static List<TransferEvent> in(Transfer state, Status expected, TransferEvent event) {
    return state.status() == expected ? List.of(event) : List.of();
  }
}
