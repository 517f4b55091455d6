package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.BankCommand;
import io.tidemark.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bank stop}. */
@Command(
    name = "stop",
    description = {
      "Stop the PostgreSQL of the data directory, when the commands that use it are done.",
      "The next command starts it again."
    },
    footer = {"", "Example: bank stop --data ~/bank"})
final class StopServer implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    BankCommand root = (BankCommand) spec.root().userObject();
    Path directory = root.dataDirectory();
    boolean ran = Bank.stopServer(directory, PATIENCE);
    root.console()
        .out()
        .line("PostgreSQL of %s %s".formatted(directory, ran ? "is stopped" : "was not running"));
    return ExitCode.DONE;
  }
}
