package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code bank stop}. */
@Command(
    name = "stop",
    description = {
      "Stop the PostgreSQL of the data directory, when the commands that use it are done.",
      "The next command starts it again."
    },
    footer = {"", "Example: bank stop --data ~/bank"})
final class StopServer extends ServerVerb {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public Integer call() {
    Path directory = directory();
    boolean ran = Bank.stopServer(directory, PATIENCE);
    out().line("PostgreSQL of %s %s".formatted(directory, ran ? "is stopped" : "was not running"));
    return ExitCode.DONE;
  }

  @Override
  protected int run(Bank bank) {
    return ExitCode.DONE; // no bank is opened
  }
}
