package io.tidemark.bank.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Puts the commands together and turns every outcome into an exit code and one clear line. */
final class CommandLineProgram {
  private static final String NAME = "bank";

  private CommandLineProgram() {}

  /** Runs the arguments; gives the exit code. */
  static int run(Console console, String... arguments) {
    CommandLine commandLine = commandLine(console);
    try {
      return commandLine.execute(arguments);
    } finally {
      console.out().stream().flush();
      console.err().stream().flush();
    }
  }

  static CommandLine commandLine(Console console) {
    CommandLine admin = new CommandLine(new AdminCommand());
    admin.addSubcommand(new ListEvents());
    admin.addSubcommand(new ListStreams());
    admin.addSubcommand(new ShowState());
    admin.addSubcommand(new ListProjections());
    admin.addSubcommand(new ReplayProjection());
    admin.addSubcommand(new VerifyBank());

    BankCommand root = new BankCommand(console);
    CommandLine bank = new CommandLine(root);
    bank.addSubcommand(new RunDemo());
    bank.addSubcommand(new ImportFile());
    bank.addSubcommand(new ListAccounts());
    bank.addSubcommand(new ShowAccount());
    bank.addSubcommand(new ShowStatement());
    bank.addSubcommand(new ShowDailyTotals());
    bank.addSubcommand(new OpenAccount());
    bank.addSubcommand(new Deposit());
    bank.addSubcommand(new Withdraw());
    bank.addSubcommand(new TransferMoney());
    bank.addSubcommand(admin);
    return configured(bank, root);
  }

  private static CommandLine configured(CommandLine bank, BankCommand root) {
    Console console = root.console;
    return bank.setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(root, failure))
        .setParameterExceptionHandler((failure, arguments) -> misused(root, failure));
  }

  private static PrintWriter writer(Output output) {
    return new PrintWriter(output.stream(), true, StandardCharsets.UTF_8);
  }

  private static int failed(BankCommand root, Exception failure) {
    if (failure instanceof ParameterException misuse) {
      return misused(root, misuse);
    }
    Output err = root.console.err();
    err.line(NAME + ": " + FailureText.of(failure));
    if (root.verbose) {
      failure.printStackTrace(err.stream());
    }
    return ExitCode.FAILED;
  }

  private static int misused(BankCommand root, ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("wrong usage");
    root.console.err().line("%s: %s (try '%s --help')".formatted(NAME, message, command));
    if (root.verbose) {
      failure.printStackTrace(root.console.err().stream());
    }
    return ExitCode.WRONG_USAGE;
  }
}
