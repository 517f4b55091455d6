package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code bank demo}. */
@Command(
    name = "demo",
    description = {
      "A guided tour in under a minute.",
      "Uses a temporary directory and deletes it at the end,",
      "unless --data or --jdbc-url says where the data is to stay."
    },
    footer = {"", "Example: bank demo"})
final class RunDemo extends Verb {
  @Override
  public Integer call() {
    Optional<Location> told = root().toldLocation();
    if (told.isPresent()) {
      return tour(told.get());
    }
    try (TemporaryDirectory directory = new TemporaryDirectory("bank-demo")) {
      return tour(new Location.Directory(directory.path()));
    }
  }

  private int tour(Location location) {
    Narrator narrator = new Narrator(console());
    narrator.title("Tidemark: a bank on an event log");
    narrator.say("PostgreSQL keeps the data: %s".formatted(location));
    try (Bank bank = Bank.open(location, message -> {})) {
      return run(bank);
    }
  }

  @Override
  int run(Bank bank) {
    Narrator narrator = new Narrator(console());
    boolean isFirst = bank.store().head() == 0;
    String suffix = isFirst ? "" : "-" + Long.toString(System.currentTimeMillis(), 36);
    new Tour(bank, narrator, suffix).run();
    new HistoryTour(bank, narrator, suffix).run();
    narrator.title("That was it.");
    narrator.say("%,d events are in the log.".formatted(bank.store().head()));
    narrator.say("Go on: bank open 42 Ada, bank deposit 42 100.00, bank accounts, bank --help");
    return ExitCode.DONE;
  }
}
