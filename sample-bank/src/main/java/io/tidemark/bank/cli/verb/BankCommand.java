package io.tidemark.bank.cli.verb;

import io.tidemark.bank.Location;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.terminal.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole: what all commands share, and the list of them. */
@Command(
    name = "bank",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    description = "A bank on an event log: every figure it shows follows from events.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples: bank demo",
      "          bank open 42 'Ada Lovelace'",
      "          bank deposit 42 --help"
    })
public final class BankCommand implements Runnable {
  /** The launcher tells. */
  private static final String PROGRAM = "tidemark.program";

  private final Console console;

  @Mixin LocationOptions location = new LocationOptions();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "say where the server listens; on an error, print its stack trace too")
  boolean verbose;

  @Spec CommandSpec spec;

  /** Called there. */
  public BankCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.create();
  }

  /** Where it is called. */
  public Console console() {
    return console;
  }

  /** Where the data is, if the user said so. */
  public Optional<Location> toldLocation() {
    return checked(() -> location.told(console.environment(), console.directory()));
  }

  /** Where the data is, said or not. */
  public Location location() {
    return toldLocation()
        .orElseGet(
            () ->
                checked(
                    () -> LocationOptions.unlessTold(console.environment(), console.directory())));
  }

  /** The directory of the data. If it is on a server that is not ours, there is none. */
  public Path dataDirectory() {
    Location location = location();
    if (location instanceof Location.Directory directory) {
      return directory.path();
    }
    throw new ParameterException(
        spec.commandLine(), "Not a server of ours: expected a data directory, actual " + location);
  }

  /** How the user called the program, for commands to be pasted. */
  public ShellCommand called() {
    return new ShellCommand(List.of(System.getProperty(PROGRAM, "bank")));
  }

  /** The options that say again where the data is, as far as options did. */
  public String[] locationAgain() {
    return location.again();
  }

  /** A command that the help names like this, as the user would type it for the same bank. */
  public String typed(String command) {
    String[] again = locationAgain();
    return called()
        + command.substring(spec.name().length())
        + (again.length == 0 ? "" : " " + new ShellCommand(List.of(again)));
  }

  /** Whether an option says where the data is. */
  public boolean isLocationAnOption() {
    return location.data != null || location.jdbcUrl != null;
  }

  private <T> T checked(Supplier<T> place) {
    try {
      return place.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
