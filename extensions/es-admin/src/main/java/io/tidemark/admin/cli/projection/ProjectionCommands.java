package io.tidemark.admin.cli.projection;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands on projections. */
public final class ProjectionCommands {
  /** What the help calls the name of a projection. */
  static final String NAME = "NAME";

  private ProjectionCommands() {}

  /** All of them, in the order in which help lists them. */
  public static List<Object> of(Console console, AdministeredSystem system) {
    return List.of(
        new ListProjections(console, system),
        new ReplayProjections(console, system),
        new CompareRows(console, system),
        new SwitchRows(console, system),
        new RollBackRows(console, system),
        new ExplainRow(console, system),
        new AskWhatIf(console, system),
        new ListParked(console, system),
        new RedriveParked(console, system),
        new DiscardParked(console, system),
        new PauseProjection(console, system),
        new ResumeProjection(console, system));
  }

  /** Those that somebody needs who defines projections without programming, by their names. */
  public static Map<String, Object> ofStored(Console console, AdministeredSystem system) {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("pause", new PauseProjection(console, system));
    commands.put("resume", new ResumeProjection(console, system));
    commands.put("rebuild", new ReplayProjections(console, system));
    commands.put("compare", new CompareRows(console, system));
    commands.put("switch", new SwitchRows(console, system));
    return commands;
  }

  /** Lets a script that completes words know the projections, where a command takes their names. */
  public static void nameProjections(CommandLine admin, AdministeredSystem system) {
    List<String> names = system.projections().stream().map(ReadModelDefinition::name).toList();
    for (CommandLine command : admin.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      for (PositionalParamSpec told : List.copyOf(spec.positionalParameters())) {
        if (told.paramLabel().equals(NAME)) {
          spec.remove(told);
          spec.addPositional(PositionalParamSpec.builder(told).completionCandidates(names).build());
        }
      }
    }
  }
}
