package io.tidemark.terminal;

import java.util.List;

/**
 * Lines that are drawn anew again and again: on a terminal in the place of the last ones, elsewhere
 * below them. Nothing else is printed there meanwhile. Not thread-safe.
 */
public final class LiveLines {
  private static final String UP_AND_CLEAR = "\u001B[%sA\u001B[J";

  private final Output output;
  private int drawn;

  /** None yet. */
  public LiveLines(Output output) {
    this.output = output;
  }

  /** Puts these in the place of the last ones; on a terminal none may be wider than it. */
  public void draw(List<String> lines) {
    if (drawn > 0 && output.isTerminal()) {
      output.stream().print(UP_AND_CLEAR.formatted(drawn));
    }
    lines.forEach(output::line);
    output.stream().flush();
    drawn = lines.size();
  }
}
