package io.tidemark.bank.cli;

import io.tidemark.terminal.Console;
import java.util.List;

/** The program. */
public final class Main {
  private static final List<String> QUIET_UNLESS_ASKED =
      List.of(
          "com.zaxxer.hikari",
          "org.flywaydb",
          "io.tidemark.projection",
          "io.tidemark.postgres.BatchWriter");

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--verbose")) {
      QUIET_UNLESS_ASKED.forEach(
          name -> System.setProperty("org.slf4j.simpleLogger.log." + name, "warn"));
      System.setProperty("org.slf4j.simpleLogger.log.io.tidemark.bank", "info");
    }
    System.exit(CommandLineProgram.run(Console.ofProcess(), arguments));
  }
}
