package io.tidemark.bank.tour;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Pays into many accounts from one thread, with many appends in flight, one commit for many. */
record ManyDeposits(EventStore store, String idPrefix, int accounts) {
  private static final int IN_FLIGHT = 512;
  private static final BigDecimal AMOUNT = new BigDecimal("1.00");

  /** Stores so many events, each an append of its own; returns when all are durable. */
  void run(int events, LongConsumer progress) {
    Queue<CompletableFuture<AppendResult>> inFlight = new ArrayDeque<>();
    for (int done = 0; done < events; done++) {
      if (inFlight.size() == IN_FLIGHT) {
        inFlight.remove().join();
        progress.accept(done - IN_FLIGHT + 1);
      }
      inFlight.add(store.appendAsync(request(done)).toCompletableFuture());
    }
    inFlight.forEach(CompletableFuture::join);
  }

  private AppendRequest request(int number) {
    StreamId stream = StreamId.of(Account.CATEGORY, idPrefix + number % accounts);
    AccountEvent event =
        number < accounts
            ? new AccountEvent.Opened("Customer " + number)
            : new AccountEvent.Deposited(AMOUNT);
    return new AppendRequest(
        stream,
        ExpectedVersion.any(),
        List.of(Account.CODEC.encode(event, Metadata.empty(), Instant.now())));
  }
}
