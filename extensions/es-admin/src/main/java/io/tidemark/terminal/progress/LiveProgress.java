package io.tidemark.terminal.progress;

import io.tidemark.terminal.LiveLine;
import io.tidemark.terminal.Output;

/** A bar on a terminal, redrawn each time. */
final class LiveProgress extends ProgressDisplay {
  /** So that the cursor, and the ^C of whoever stops it, have room behind the bar. */
  private static final int MARGIN = 3;

  private final LiveLine line;

  LiveProgress(Output output, String things) {
    super(output, things, System::nanoTime);
    this.line = new LiveLine(output);
  }

  @Override
  void show(ProgressText text) {
    line.draw(text.bar(Math.max(0, output().columns() - MARGIN)));
  }

  @Override
  void end(ProgressText text) {
    show(text);
    line.end();
  }
}
