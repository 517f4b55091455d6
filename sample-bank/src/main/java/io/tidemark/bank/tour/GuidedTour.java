package io.tidemark.bank.tour;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.terminal.Console;

/** A tour of a bank, told on a console. May be taken again on the same bank. */
public final class GuidedTour {
  private final Narrator narrator;
  private final int events;
  private Customers customers = new Customers("");
  private long head;

  /**
   * Told there.
   *
   * @param events how many the second half stores at once
   */
  public GuidedTour(Console console, int events) {
    this.narrator = new Narrator(console);
    this.events = events;
  }

  /** Says what it will be about, before anything is opened. */
  public void announce(Location location) {
    narrator.title("Tidemark: a bank on an event log");
    narrator.say("PostgreSQL keeps the data: %s".formatted(location));
  }

  /** Tells that something is going on that takes a while. */
  public void waitFor(String what) {
    narrator.wait(what);
  }

  /** Goes through the bank; opens accounts in it and leaves them there. */
  public void through(Bank bank, SecondProcess second) {
    boolean isFirst = bank.store().head() == 0;
    customers = new Customers(isFirst ? "" : "-" + Long.toString(System.currentTimeMillis(), 36));
    DayTour.Day day = new DayTour(bank, narrator, customers, second).run();
    new ReadModelTour(bank, narrator, customers).run(day.lastDeposit());
    new ParkingTour(bank, narrator, customers).run();
    new HistoryTour(bank, narrator, customers, events).run(day.firstDeposit());
    head = bank.store().head();
  }

  /** Says that the bank is about to be closed, which takes a moment. */
  public void leave() {
    narrator.blank();
    narrator.wait("closing the bank");
  }

  /**
   * Says how to look around in what the tour has left.
   *
   * @param bank runs the bank
   * @param options where the data is
   */
  public void leaveKept(ShellCommand bank, String... options) {
    narrator.title("That was it.");
    narrator.say("%,d events are in the log, and stay there. Look around:".formatted(head));
    narrator.command(bank.with("accounts").with(options));
    narrator.command(bank.with("account", customers.alice(), "--at-version", "2").with(options));
    narrator.command(bank.with("explain", customers.alice()).with(options));
    narrator.command(bank.with("overview").with(options));
    narrator.command(bank.with("overdrafts", "--all").with(options));
    narrator.command(bank.with("admin", "events", "--limit", "10").with(options));
    narrator.command(bank.with("admin", "replay", "balances").with(options));
  }

  /** Says how to go on when nothing is left. */
  public void leaveDeleted(ShellCommand bank) {
    narrator.title("That was it.");
    narrator.say("%,d events were in the log, and are deleted. To keep them:".formatted(head));
    narrator.command(bank.with("demo", "--keep"));
    narrator.say("To begin a bank of your own, in ./bank-data:");
    narrator.command(bank.with("open", "42", "Ada Lovelace"));
    narrator.command(bank.with("deposit", "42", "100.00"));
    narrator.command(bank.with("accounts"));
  }
}
