package io.tidemark.bank.tour;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.terminal.Console;

/** A tour of a bank, told on a console. May be taken again on the same bank. */
public final class GuidedTour {
  private final Console console;

  /** Told there. */
  public GuidedTour(Console console) {
    this.console = console;
  }

  /** Says what it will be about, before anything is opened. */
  public void announce(Location location) {
    Narrator narrator = new Narrator(console);
    narrator.title("Tidemark: a bank on an event log");
    narrator.say("PostgreSQL keeps the data: %s".formatted(location));
  }

  /** Goes through the bank; opens accounts in it and leaves them there. */
  public void through(Bank bank) {
    Narrator narrator = new Narrator(console);
    boolean isFirst = bank.store().head() == 0;
    String suffix = isFirst ? "" : "-" + Long.toString(System.currentTimeMillis(), 36);
    new Tour(bank, narrator, suffix).run();
    new HistoryTour(bank, narrator, suffix).run();
    narrator.title("That was it.");
    narrator.say("%,d events are in the log.".formatted(bank.store().head()));
    narrator.say("Go on: bank open 42 Ada, bank deposit 42 100.00, bank accounts, bank --help");
  }
}
