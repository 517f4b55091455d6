package io.tidemark.bank.tour;

import io.tidemark.bank.Bank;
import io.tidemark.bank.BankAdministration;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.replay.SwitchPolicy;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.progress.ProgressBar;
import io.tidemark.verify.Check;
import java.util.List;
import java.util.Optional;

/** Of the guided tour, what can be made of history by going over it again. */
final class ReplayTour {
  private static final int WORKERS = 2;

  private final Bank bank;
  private final Narrator narrator;
  private final Customers customers;
  private final Replays replays;

  ReplayTour(Bank bank, Narrator narrator, Customers customers) {
    this.bank = bank;
    this.narrator = narrator;
    this.customers = customers;
    this.replays = Replays.of(bank.projections());
  }

  /** Gives how many events it went through a second. */
  double rebuild() {
    narrator.step(
        "A projection rebuilt from history by two workers, beside the one that serves",
        "replays.rebuild(Balance.PROJECTION,",
        "    options.withWorkers(2).withoutSwitch(), progress -> show(progress));");
    RebuildOptions beside = RebuildOptions.defaults().withWorkers(WORKERS).withoutSwitch();
    try (ProgressBar bar = narrator.progress("Rebuilding", ProgressBar.POSITIONS)) {
      RebuildProgress done =
          replays.rebuild(
              Balance.PROJECTION,
              beside,
              progress -> bar.update(progress.position(), progress.head()));
      bar.finish(done.position(), done.head());
      return bar.perSecond();
    }
  }

  void exchange() {
    narrator.step(
        "Compared; then switched, and rolled back, in one transaction each",
        "replays.compare(Balance.PROJECTION);",
        "replays.switchOver(Balance.PROJECTION, SwitchPolicy.noDifference());",
        "replays.rollBack(Balance.PROJECTION);");
    ComparisonReport report = replays.compare(Balance.PROJECTION);
    narrator.done("compared %,d rows: %s".formatted(report.rows(), report.summary()));
    replays.switchOver(Balance.PROJECTION, SwitchPolicy.noDifference());
    narrator.done("switched: the new rows serve, the others are kept");
    replays.rollBack(Balance.PROJECTION);
    narrator.done("rolled back: the rows from before serve again, up to date");
  }

  /** What if one deposit had never been? */
  void whatIf(long deposit) {
    narrator.step(
        "What if Alice had never made her first deposit?",
        "replays.whatIf(Balance.PROJECTION).dropping(%d).compare();".formatted(deposit));
    ComparisonReport report = replays.whatIf(Balance.PROJECTION).dropping(deposit).compare();
    narrator.done(
        report.examples().stream()
            .filter(difference -> difference.key().equals(customers.alice()))
            .findFirst()
            .map(
                difference ->
                    "%s: Alice would have %s instead of %s"
                        .formatted(
                            report.summary(),
                            balance(difference.expected()),
                            balance(difference.actual())))
            .orElseThrow(() -> new CommandFailedException("A dropped deposit made no difference")));
    narrator.say("The log and the rows that serve are as they were");
  }

  private static String balance(Optional<Object> row) {
    return row.map(Balance.class::cast).map(Balance::balance).map(Money::text).orElse("nothing");
  }

  void verify() {
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
    try (ProgressBar bar = narrator.progress("Verifying ", "events")) {
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
