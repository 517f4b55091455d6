package io.tidemark.admin.cli.projection;

import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;
import java.util.List;

/** The commands on projections. */
public final class ProjectionCommands {
  /** What the help calls the name of a projection. */
  public static final String NAME = "NAME";

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
}
