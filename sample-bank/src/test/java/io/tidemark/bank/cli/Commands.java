package io.tidemark.bank.cli;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The commands of the bank as they are mounted, so that a test cannot forget one. */
final class Commands {
  private Commands() {}

  /** The bank itself and all below it. */
  static Stream<CommandLine> all() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Output output = new Output(nowhere, false);
    return below(
        CommandLineProgram.commandLine(new Console(output, output, Map.of(), Path.of(""))));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(Commands::below));
  }

  /** What one types behind {@code bank} for each, for example {@code admin events}. */
  static Stream<String> names() {
    return all().filter(command -> command.getParent() != null).map(Commands::name);
  }

  /** The same of those that do something by themselves. */
  static Stream<String> namesOfVerbs() {
    return all().filter(command -> command.getSubcommands().isEmpty()).map(Commands::name);
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^bank ", "");
  }
}
