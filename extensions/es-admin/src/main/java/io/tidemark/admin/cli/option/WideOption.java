package io.tidemark.admin.cli.option;

import io.tidemark.terminal.Output;
import picocli.CommandLine.Option;

/** Whether lines are cut to the width of the terminal; a mixin. */
public final class WideOption {
  @Option(names = "--wide", description = "cut nothing, however wide the lines get")
  private boolean wide;

  /** Not asked for yet. */
  public WideOption() {}

  /** Whether nothing is to be cut. */
  public boolean isAskedFor() {
    return wide;
  }

  /** How many columns a line may take there. */
  public int columns(Output out) {
    return wide ? Integer.MAX_VALUE : out.columns();
  }
}
