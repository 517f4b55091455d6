package io.tidemark.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.ProcessEnd;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The program. */
public final class Main {
  /** Of what these log, the command itself tells what somebody must know. */
  static final List<String> QUIET_UNLESS_ASKED =
      List.of(
          "com.zaxxer.hikari",
          "org.flywaydb",
          "io.tidemark.projection",
          "io.tidemark.parking",
          "io.tidemark.subscription",
          "io.tidemark.postgres.append.BatchWriter");

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // its words are English, and so are its numbers
    if (List.of(arguments).contains("--verbose")) {
      QUIET_UNLESS_ASKED.forEach(
          name -> System.setProperty("org.slf4j.simpleLogger.log." + name, "warn"));
      System.setProperty("org.slf4j.simpleLogger.log.io.tidemark.bank", "info");
    }
    Console console = Console.ofProcess();
    Runnable interrupted = () -> interrupted(console.err());
    ProcessEnd.add(interrupted);
    int exitCode = CommandLineProgram.run(console, arguments);
    ProcessEnd.remove(interrupted);
    System.exit(exitCode);
  }

  /** Ctrl-C: says why it takes a moment yet, and nothing of what fails because of it. */
  private static void interrupted(Output err) {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    if (err.isTerminal()) {
      err.stream().println("\rInterrupted, closing the bank ...");
    }
  }
}
