package io.tidemark.bank.tour;

import io.tidemark.bank.Bank;
import io.tidemark.bank.BankAdministration;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.progress.ProgressBar;
import io.tidemark.verify.Check;
import java.util.List;

/** The second half of the guided tour: much history, and what can be made of it. */
final class HistoryTour {
  private static final int ACCOUNTS = 200;

  private final Bank bank;
  private final Narrator narrator;
  private final String idPrefix;
  private final int events;

  /** With ids of customers that end in this suffix, so that the tour can be taken again. */
  HistoryTour(Bank bank, Narrator narrator, String suffix, int events) {
    this.bank = bank;
    this.narrator = narrator;
    this.idPrefix = "customer" + suffix + "-";
    this.events = events;
  }

  void run() {
    double appended = perSecond(events, this::write);
    long head = bank.store().head();
    double projected = perSecond(head, this::project);
    double rebuilt = perSecond(head, this::rebuild);
    verify();
    narrator.step("What it saw on this machine, with everything on it");
    narrator.figure(appended, "events per second appended, each durable by itself");
    narrator.figure(projected, "events per second projected into four tables");
    narrator.figure(rebuilt, "events per second replayed into a rebuilt one");
  }

  private static double perSecond(long events, Runnable work) {
    long began = System.nanoTime();
    work.run();
    return events / ((System.nanoTime() - began) / 1e9);
  }

  private void write() {
    narrator.step(
        "%,d appends from one thread, many per commit".formatted(events),
        "store.appendAsync(",
        "    new AppendRequest(stream, ExpectedVersion.any(), List.of(event)));");
    try (ProgressBar bar = narrator.progress("Appending ")) {
      new ManyDeposits(bank.store(), idPrefix, ACCOUNTS)
          .run(events, done -> bar.update(done, events));
      bar.finish(events, events);
    }
  }

  private void project() {
    narrator.step(
        "Four read models follow the log: rows and checkpoint in one transaction",
        "SubscriptionRunner.builder(store)",
        "    .add(projections.exactlyOnce(Balance.PROJECTION))...");
    long head = bank.store().head();
    try (ProgressBar bar = narrator.progress("Projecting")) {
      bank.catchUp(position -> bar.update(position, head));
      bar.finish(head, head);
    }
  }

  private void rebuild() {
    narrator.step(
        "A projection rebuilt from history, beside the one that serves",
        "replays.rebuild(Balance.PROJECTION, progress -> show(progress));");
    try (ProgressBar bar = narrator.progress("Rebuilding")) {
      RebuildProgress done =
          Replays.of(bank.projections())
              .rebuild(
                  Balance.PROJECTION, progress -> bar.update(progress.position(), progress.head()));
      bar.finish(done.position(), done.head());
    }
  }

  private void verify() {
    narrator.step(
        "Verify: the log is whole, and every read model equals a fresh replay",
        "replays.verify(Balance.PROJECTION).isClean();");
    for (Check check : checks()) {
      String text = "%s (%s)".formatted(check.name(), check.detail());
      if (!check.passed()) {
        throw new CommandFailedException(text);
      }
      narrator.done(text);
    }
  }

  private List<Check> checks() {
    long head = bank.store().head();
    try (ProgressBar bar = narrator.progress("Verifying ")) {
      return BankAdministration.of(bank)
          .verify(
              position -> {
                bar.update(position, head);
                if (position == head) {
                  bar.finish(head, head); // comparing the rows is no part of its time
                }
              });
    }
  }
}
