package io.tidemark.admin.cli;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.projection.ProjectionCommands;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

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
    List<String> names = system.projections().stream().map(ReadModelDefinition::name).toList();
    admin.getSubcommands().values().forEach(command -> complete(command.getCommandSpec(), names));
    return admin;
  }

  /** Lets a script that completes words know the projections. */
  private static void complete(CommandSpec command, List<String> names) {
    for (PositionalParamSpec told : List.copyOf(command.positionalParameters())) {
      if (told.paramLabel().equals(ProjectionCommands.NAME)) {
        command.remove(told);
        command.addPositional(
            PositionalParamSpec.builder(told).completionCandidates(names).build());
      }
    }
  }
}
