package io.tidemark.bank.cli;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(CommandLineProgram.run(Console.ofProcess(), arguments));
  }
}
