package io.tidemark.bank.cli;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.AdminCommands;
import io.tidemark.admin.cli.ConsoleProgram;
import io.tidemark.bank.BankAdministration;
import io.tidemark.bank.cli.ask.Questions;
import io.tidemark.bank.cli.stream.StreamCommands;
import io.tidemark.bank.cli.verb.BankCommand;
import io.tidemark.terminal.Console;
import picocli.CommandLine;

/** Puts the commands together: those of the bank, and the administration of what is under it. */
final class CommandLineProgram {
  private CommandLineProgram() {}

  /** Runs the arguments; gives the exit code. */
  static int run(Console console, String... arguments) {
    return program(console).run(arguments);
  }

  static CommandLine commandLine(Console console) {
    return program(console).commandLine();
  }

  private static ConsoleProgram program(Console console) {
    BankCommand root = new BankCommand(console);
    CommandLine bank = new CommandLine(root);
    bank.addSubcommand(new RunDemo());
    bank.addSubcommand(new ImportFile());
    Questions.commands().forEach(bank::addSubcommand);
    bank.addSubcommand(new OpenAccount());
    bank.addSubcommand(new Deposit());
    bank.addSubcommand(new Withdraw());
    bank.addSubcommand(new TransferMoney());
    bank.addSubcommand(new SetLimit());
    bank.addSubcommand(new StartServer());
    bank.addSubcommand(new StopServer());
    bank.addSubcommand(StreamCommands.of());
    AdministeredSystem system = BankAdministration.at(root::location, root::typed);
    CommandLine admin = AdminCommands.of(console, system);
    BankAdministration.SQL.addTo(admin, console, system);
    bank.addSubcommand(admin);
    bank.addSubcommand(new PrintCompletion());
    return ConsoleProgram.of(bank, console);
  }
}
