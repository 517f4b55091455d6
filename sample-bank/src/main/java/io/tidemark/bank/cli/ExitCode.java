package io.tidemark.bank.cli;

/** What a command tells the shell. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int WRONG_USAGE = 2;

  /** Done, but some of the input was rejected. */
  static final int SOME_REJECTED = 3;

  private ExitCode() {}
}
