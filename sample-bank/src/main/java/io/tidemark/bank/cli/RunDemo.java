package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.cli.verb.BankCommand;
import io.tidemark.bank.cli.verb.OutdatedRows;
import io.tidemark.bank.cli.verb.PausedRows;
import io.tidemark.bank.tour.GuidedTour;
import io.tidemark.bank.tour.SecondProcess;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.bank.tour.TemporaryDirectory;
import io.tidemark.terminal.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bank demo}. */
@Command(
    name = "demo",
    description = {
      "A guided tour in under a minute, in a temporary directory that is deleted at the end.",
      "The data stays if --keep, --data or --jdbc-url says where."
    },
    footer = {"", "Examples: bank demo", "          bank demo --keep"})
final class RunDemo implements Callable<Integer> {
  private static final String DEFAULT_DIRECTORY = "bank-demo";

  @Option(
      names = "--keep",
      arity = "0..1",
      paramLabel = "DIR",
      fallbackValue = DEFAULT_DIRECTORY,
      description = "keep the data, in this directory (without DIR: ./" + DEFAULT_DIRECTORY + ")")
  @Nullable Path keep;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "40000",
      description = "how many events the second half stores at once (default: 40000)")
  int events;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (events < 1) {
      throw misused("Invalid number of events: expected at least 1, actual " + events);
    }
    BankCommand root = root();
    GuidedTour tour = new GuidedTour(root.console(), events);
    ShellCommand bank = root.called();
    Optional<Location> kept = kept(root);
    if (kept.isPresent()) {
      take(tour, kept.get());
      tour.leaveKept(
          bank, keep == null ? root.locationAgain() : new String[] {"--data", keep.toString()});
    } else {
      try (TemporaryDirectory directory = new TemporaryDirectory("bank-demo")) {
        take(tour, new Location.Directory(directory.path()));
      }
      tour.leaveDeleted(bank);
    }
    return ExitCode.DONE;
  }

  private void take(GuidedTour tour, Location location) {
    tour.announce(location);
    try (Bank bank = Bank.open(location, tour::waitFor)) {
      OutdatedRows.refuse(bank, root());
      PausedRows.refuse(bank, root());
      tour.through(bank, new SecondProcess(Main.class, location));
      tour.leave();
    }
  }

  private BankCommand root() {
    return (BankCommand) spec.root().userObject();
  }

  /** Where the data is to stay, if it is. */
  private Optional<Location> kept(BankCommand root) {
    if (keep == null) {
      return root.toldLocation();
    }
    if (root.isLocationAnOption()) {
      throw misused("Two places for the data: expected --keep, --data or --jdbc-url, actual two");
    }
    return Optional.of(
        new Location.Directory(root.console().directory().resolve(keep).normalize()));
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
