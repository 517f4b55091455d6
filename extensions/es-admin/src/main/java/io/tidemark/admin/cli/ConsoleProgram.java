package io.tidemark.admin.cli;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.ProcessEnd;
import io.tidemark.terminal.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command line on a console: prints there, and turns every outcome into an exit code and one
 * clear line. If the program has an option {@code --verbose}, it adds the stack trace.
 */
public final class ConsoleProgram {
  private static final String VERBOSE = "--verbose";

  /** What picocli says of a command that has others below it and nothing to do itself. */
  private static final String MISSING_COMMAND = "Missing required subcommand";

  private static final int USUAL_HELP = 80;
  private static final int NARROWEST_HELP = 55;

  private final CommandLine program;
  private final Console console;

  private ConsoleProgram(CommandLine program, Console console) {
    this.program = program;
    this.console = console;
  }

  /**
   * This command line with all its commands; no more are added later. Where there are commands,
   * {@code help COMMAND} prints what {@code COMMAND --help} does, and a command that cannot be run
   * itself prints its own help.
   */
  public static ConsoleProgram of(CommandLine program, Console console) {
    ConsoleProgram created = new ConsoleProgram(program, console);
    PrintHelp.addTo(program);
    HelpLayout.applyTo(program);
    program
        .setUsageHelpWidth(helpWidth(console.out()))
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF))
        .setExecutionExceptionHandler((failure, command, parsed) -> created.failed(failure))
        .setParameterExceptionHandler((failure, arguments) -> created.misused(failure));
    return created;
  }

  /** The command line. */
  public CommandLine commandLine() {
    return program;
  }

  /** Runs the arguments; gives the exit code. */
  public int run(String... arguments) {
    try {
      int exitCode = program.execute(arguments);
      return console.out().failure().map(failure -> unanswered(failure, exitCode)).orElse(exitCode);
    } finally {
      console.out().stream().flush();
      console.err().stream().flush();
    }
  }

  /** The command may have done its work, but whoever reads the answer has only a part of it. */
  private int unanswered(IOException failure, int exitCode) {
    complain("Cannot write the whole answer: " + FailureText.of(failure), failure);
    return exitCode == ExitCode.DONE ? ExitCode.FAILED : exitCode;
  }

  /** Where there is no terminal, that of a usual one; no narrower than the help can be. */
  private static int helpWidth(Output out) {
    return Math.max(NARROWEST_HELP, Math.min(out.columns(), USUAL_HELP));
  }

  private static PrintWriter writer(Output output) {
    return new PrintWriter(output.stream(), true, StandardCharsets.UTF_8);
  }

  private int failed(Exception failure) {
    if (failure instanceof ParameterException misuse) {
      return misused(misuse);
    }
    complain(FailureText.of(failure), failure);
    return ExitCode.FAILED;
  }

  private int misused(ParameterException failure) {
    CommandLine misused = failure.getCommandLine();
    if (MISSING_COMMAND.equals(failure.getMessage())) {
      misused.usage(misused.getOut());
      return ExitCode.DONE;
    }
    String command = misused.getCommandSpec().qualifiedName();
    String message = UsageText.of(failure);
    complain("%s (try '%s --help')".formatted(message, command), failure);
    return ExitCode.WRONG_USAGE;
  }

  /** Says nothing if the process is ending: that is why it failed, and the user knows. */
  private void complain(String text, Exception failure) {
    if (ProcessEnd.hasBegun()) {
      return;
    }
    console.err().text("%s: %s".formatted(program.getCommandName(), FailureText.oneLine(text)));
    OptionSpec verbose = program.getCommandSpec().findOption(VERBOSE);
    if (verbose != null && Boolean.TRUE.equals(verbose.getValue())) {
      failure.printStackTrace(console.err().stream());
    }
  }
}
