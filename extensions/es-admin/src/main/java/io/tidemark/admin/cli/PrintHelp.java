package io.tidemark.admin.cli;

import io.tidemark.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help COMMAND}, for those who know it from other programs. */
@Command(
    name = "help",
    hidden = true,
    description = "Print the help of a command, as its option --help does.",
    footer = {"", "Example: ${COMMAND-FULL-NAME}"})
final class PrintHelp implements Callable<Integer> {
  private static final String NAME = "help";

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the command")
  List<String> words = new ArrayList<>();

  @Spec CommandSpec spec = CommandSpec.create();

  /** Gives it to a command that has others below it, and to those, if they have none. */
  static void addTo(CommandLine command) {
    List<CommandLine> below = List.copyOf(command.getSubcommands().values());
    if (!below.isEmpty() && !command.getSubcommands().containsKey(NAME)) {
      command.addSubcommand(new PrintHelp());
    }
    below.forEach(PrintHelp::addTo);
  }

  @Override
  public Integer call() {
    CommandLine command = spec.parent().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new UnmatchedArgumentException(command, List.of(word));
      }
      command = next;
    }
    command.usage(command.getOut());
    return ExitCode.DONE;
  }
}
