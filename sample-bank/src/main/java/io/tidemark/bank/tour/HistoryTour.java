package io.tidemark.bank.tour;

import io.tidemark.bank.Bank;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.readmodel.BankQueries;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.subscription.SubscriberStatus;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.terminal.progress.ProgressBar;
import java.util.concurrent.locks.LockSupport;

/** Of the guided tour, the half with much history: it is written, followed and replayed. */
final class HistoryTour {
  private static final int ACCOUNTS = 200;
  private static final int SHARDS = 2;
  private static final long REPORT_NANOS = 50_000_000;

  private final Bank bank;
  private final Narrator narrator;
  private final Customers customers;
  private final int events;

  HistoryTour(Bank bank, Narrator narrator, Customers customers, int events) {
    this.bank = bank;
    this.narrator = narrator;
    this.customers = customers;
    this.events = events;
  }

  /**
   * Writes, follows and replays.
   *
   * @param deposit position of a deposit of Alice
   */
  void run(long deposit) {
    ReplayTour replay = new ReplayTour(bank, narrator, customers);
    double appended = write();
    double projected = follow();
    double rebuilt = replay.rebuild();
    replay.exchange();
    replay.whatIf(deposit);
    replay.verify();
    narrator.step("What it saw on this machine, with everything on it");
    narrator.figure(appended, "events per second appended, each durable by itself");
    narrator.figure(projected, "events per second projected into six tables");
    narrator.figure(rebuilt, "events per second replayed into a rebuilt one");
  }

  private double write() {
    narrator.step(
        "%,d appends from one thread, many per commit".formatted(events),
        "store.appendAsync(",
        "    new AppendRequest(stream, ExpectedVersion.any(), List.of(event)));");
    try (ProgressBar bar = narrator.progress("Appending ", "events")) {
      new ManyDeposits(bank.store(), customers.prefixOfMany(), ACCOUNTS)
          .run(events, done -> bar.update(done, events));
      bar.finish(events, events);
      return bar.perSecond();
    }
  }

  private double follow() {
    narrator.step(
        "Six read models follow the log, one of them in two shards",
        "SubscriptionRunner.builder(store)",
        "    .add(projections.sharded(Balance.PROJECTION, 2))",
        "    .add(projections.exactlyOnce(StatementLine.PROJECTION))...");
    try {
      return followInShards();
    } finally {
      joinShards();
    }
  }

  private double followInShards() {
    PostgresProjections projections = bank.projections();
    SubscriptionRunner.Builder builder = SubscriptionRunner.builder(bank.store());
    builder.add(projections.sharded(Balance.PROJECTION, SHARDS));
    for (ReadModelDefinition<?, ?> projection : BankQueries.PROJECTIONS) {
      if (projection != Balance.PROJECTION) {
        builder.add(projections.exactlyOnce(projection));
      }
    }
    long head = bank.store().head();
    try (SubscriptionRunner runner = builder.build();
        ProgressBar bar = narrator.progress("Projecting", ProgressBar.POSITIONS)) {
      runner.start();
      for (long least = least(runner); least < head && runner.isAlive(); least = least(runner)) {
        bar.update(least, head);
        LockSupport.parkNanos(REPORT_NANOS);
      }
      runner.catchUp();
      bar.finish(head, head);
      long shards =
          runner.status().stream()
              .filter(status -> status.name().equals(Balance.PROJECTION.name()))
              .count();
      narrator.done(
          "%d shards of %s, each at position %,d"
              .formatted(shards, Balance.PROJECTION.name(), head));
      return bar.perSecond();
    }
  }

  private static long least(SubscriptionRunner runner) {
    return runner.status().stream().mapToLong(SubscriberStatus::position).min().orElse(0);
  }

  /** As the commands of the bank run it; another number of shards costs no rebuild. */
  private void joinShards() {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(bank.store())
            .add(bank.projections().sharded(Balance.PROJECTION, 1))
            .build()) {
      runner.catchUp();
    }
  }
}
