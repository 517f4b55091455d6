package io.tidemark.admin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code admin}: looks below the floor. */
@Command(
    name = "admin",
    description =
        "Look at the log and its projections, replay and verify them, ask whether all is well.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: ${COMMAND-FULL-NAME} projections"})
final class AdminCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
