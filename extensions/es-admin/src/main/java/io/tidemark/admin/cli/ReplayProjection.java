package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.Projection;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.progress.ProgressBar;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code admin replay NAME}. */
@Command(
    name = "replay",
    description = {
      "Rebuild a projection from history beside the one that serves, then switch.",
      "May be killed at any moment: the next replay goes on from there."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} balances"})
final class ReplayProjection extends OpenedVerb {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "see ${PARENT-COMMAND-FULL-NAME} projections")
  String name = "";

  @Override
  public Integer call() {
    requireProjection();
    return super.call();
  }

  ReplayProjection(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  int run(Admin admin) {
    Output err = console().err();
    try (ProgressBar bar = new ProgressBar("Replaying " + name, err)) {
      RebuildDisplay display = new RebuildDisplay(bar, err);
      RebuildProgress done = admin.replay(name, display::show);
      display.finish(done);
      out().line("Replayed %s up to position %,d".formatted(name, done.position()));
    }
    return ExitCode.DONE;
  }

  /** Known before anything is opened. */
  private void requireProjection() {
    List<String> names = system().projections().stream().map(Projection::name).toList();
    if (!names.contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "No projection %s: expected one of %s".formatted(name, String.join(", ", names)));
    }
  }
}
