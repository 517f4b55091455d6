package io.tidemark.sql.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code admin query}: what is done with a query. */
@Command(
    name = "query",
    description = {
      "Create queries and look after them.",
      "A query is a projection too: all commands on projections take its name."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: ${COMMAND-FULL-NAME} pause types"})
final class QueryCommand implements Runnable {
  /** Of the name of a query. */
  static final String DESCRIPTION = "name of a query";

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
