package io.tidemark.bank.tour;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.bank.account.Account;
import io.tidemark.store.EventStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writers that have all loaded the same version of an account before the first of them appends: all
 * but one meet a version conflict, load again and decide again. Each has a repository of its own,
 * as if each were a process of its own.
 */
record Race(EventStore store, String id) {
  private static final long LONGEST_WAIT_SECONDS = 10;

  /** Each writer deposits its amount; gives the results in the order of the versions. */
  List<CommandResult> deposit(List<BigDecimal> amounts) {
    CyclicBarrier allHaveLoaded = new CyclicBarrier(amounts.size());
    List<CompletableFuture<CommandResult>> writers = new ArrayList<>();
    for (BigDecimal amount : amounts) {
      writers.add(CompletableFuture.supplyAsync(() -> deposit(amount, allHaveLoaded), Race::start));
    }
    return writers.stream()
        .map(CompletableFuture::join)
        .sorted(Comparator.comparingLong(CommandResult::version))
        .toList();
  }

  private CommandResult deposit(BigDecimal amount, CyclicBarrier allHaveLoaded) {
    AtomicBoolean isFirstAttempt = new AtomicBoolean(true);
    return AggregateRepository.of(Account.CATEGORY, Account::new, store, Account.CODEC)
        .execute(
            id,
            account -> {
              if (isFirstAttempt.getAndSet(false)) {
                await(allHaveLoaded);
              }
              account.deposit(amount);
            });
  }

  private static void start(Runnable writer) {
    new Thread(writer, "writer").start();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("The other writer did not come", e);
    }
  }
}
