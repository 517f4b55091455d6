package io.tidemark.bank.cli.stream;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bank stream}, and the commands below it. */
public final class StreamCommands {
  private StreamCommands() {}

  /** New ones. */
  public static CommandLine of() {
    CommandLine stream = new CommandLine(new StreamCommand());
    stream.addSubcommand(new ListStreams());
    stream.addSubcommand(new RunStream());
    stream.addSubcommand(new FollowStream());
    stream.addSubcommand(new ChartStream());
    return stream.setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Command(
      name = "stream",
      description = "Figures over time, as code and as SQL: list them, run, follow or draw one.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "Example: bank stream run day_totals"})
  private static final class StreamCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
