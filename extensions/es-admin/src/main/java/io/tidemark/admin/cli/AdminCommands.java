package io.tidemark.admin.cli;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.projection.ProjectionCommands;
import io.tidemark.terminal.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The commands with which an operator looks at a system, replays and verifies it. */
public final class AdminCommands {
  private AdminCommands() {}

  /**
   * The command {@code admin} with all its commands, to be added to those of a program. They name
   * themselves after it in what they print, and take {@code --help} from it, so its own help
   * options are to be inherited ({@code scope = INHERIT}).
   *
   * @param console where they print
   * @param system opened and closed by each command that runs
   */
  public static CommandLine of(Console console, AdministeredSystem system) {
    CommandLine admin = new CommandLine(new AdminCommand());
    admin.addSubcommand(new ListEvents(console, system));
    admin.addSubcommand(new ListStreams(console, system));
    admin.addSubcommand(new ShowState(console, system));
    ProjectionCommands.of(console, system).forEach(admin::addSubcommand);
    admin.addSubcommand(new VerifySystem(console, system));
    admin.addSubcommand(new CheckHealth(console, system));
    admin.addSubcommand(new ShowInfo(console, system));
    ProjectionCommands.nameProjections(admin, system);
    return admin;
  }

  /**
   * New commands, by their names, for those who define projections while the program runs: {@code
   * pause}, {@code resume}, {@code rebuild}, {@code compare} and {@code switch}. To be added to a
   * command below {@code admin}.
   */
  public static Map<String, CommandLine> ofStoredProjections(
      Console console, AdministeredSystem system) {
    Map<String, CommandLine> commands = new LinkedHashMap<>();
    ProjectionCommands.ofStored(console, system)
        .forEach((name, command) -> commands.put(name, new CommandLine(command)));
    commands.forEach((name, command) -> command.getCommandSpec().name(name));
    return commands;
  }
}
