package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.tour.ShellCommand;
import io.tidemark.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code bank start}. */
@Command(
    name = "start",
    description = {
      "Keep the PostgreSQL of the data directory up until 'bank stop'.",
      "Without it, the server stops when no command has used it for ten minutes."
    },
    footer = {"", "Example: bank start --data ~/bank"})
final class StartServer extends Verb {
  @Override
  protected Bank.Opening opening() {
    return Bank.at(new Location.Directory(root().dataDirectory(), Location.UNTIL_STOPPED))
        .progress(this::note)
        .warnings(this::warn);
  }

  /** Also of rows that are to be made anew, by the next command. */
  @Override
  protected void check(Bank bank) {}

  @Override
  protected int run(Bank bank) {
    ShellCommand stop = root().called().with("stop").with(root().locationAgain());
    out().line("PostgreSQL of %s stays up until: %s".formatted(root().dataDirectory(), stop));
    return ExitCode.DONE;
  }
}
