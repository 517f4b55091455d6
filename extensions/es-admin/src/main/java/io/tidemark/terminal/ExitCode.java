package io.tidemark.terminal;

/** What a command tells the shell. */
public final class ExitCode {
  /** Done. */
  public static final int DONE = 0;

  /** Failed. */
  public static final int FAILED = 1;

  /** Wrong usage. */
  public static final int WRONG_USAGE = 2;

  /** Done, but some of the input was rejected. */
  public static final int SOME_REJECTED = 3;

  private ExitCode() {}
}
