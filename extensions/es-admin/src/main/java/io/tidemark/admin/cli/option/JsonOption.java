package io.tidemark.admin.cli.option;

import picocli.CommandLine.Option;

/** The option of everything that lists; a mixin. */
public final class JsonOption {
  @Option(names = "--json", description = "print JSON")
  private boolean json;

  /** Not asked for yet. */
  public JsonOption() {}

  /** Whether JSON was asked for. */
  public boolean isAskedFor() {
    return json;
  }
}
