package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.tour.TemporaryDirectory;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the everyday commands once, on a bank that it deletes. The launcher runs it after a build so
 * that Java can keep the classes that they load, ready to be used, in an archive.
 */
final class StartupTraining {
  private static final String[][] COMMANDS = {
    {"open", "1", "Ada"},
    {"open", "2", "Bob"},
    {"deposit", "1", "10"},
    {"withdraw", "1", "1"},
    {"transfer", "1", "2", "5"},
    {"accounts"},
    {"accounts", "--json"},
    {"account", "1"},
    {"statement", "1"},
    {"explain", "1"},
    {"overview"},
    {"limit", "1", "5"},
    {"overdrafts"},
    {"totals"},
    {"admin", "events"},
    {"admin", "streams"},
    {"admin", "projections"},
    {"--help"},
    {"nosuch"}
  };

  private StartupTraining() {}

  /** Ends with the exit code 0 if all went as it should. */
  public static void main(String[] arguments) {
    try (TemporaryDirectory directory = new TemporaryDirectory("bank-training");
        Bank bank = Bank.open(new Location.Directory(directory.path()), progress -> {})) {
      bank.catchUp();
      Console console = console(directory.path());
      for (String[] command : COMMANDS) {
        CommandLineProgram.run(console, command);
      }
    }
  }

  private static Console console(Path directory) {
    Output nowhere =
        new Output(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
    Map<String, String> environment =
        Map.of("TIDEMARK_DATA", directory.toString(), "TIDEMARK_IDLE_TIMEOUT", "0s");
    return new Console(nowhere, nowhere, environment, directory);
  }
}
