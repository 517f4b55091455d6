package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.tour.GuidedTour;
import io.tidemark.bank.tour.TemporaryDirectory;
import io.tidemark.terminal.ExitCode;
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
    new GuidedTour(console()).announce(location);
    try (Bank bank = Bank.open(location, message -> {})) {
      return run(bank);
    }
  }

  @Override
  int run(Bank bank) {
    new GuidedTour(console()).through(bank);
    return ExitCode.DONE;
  }
}
