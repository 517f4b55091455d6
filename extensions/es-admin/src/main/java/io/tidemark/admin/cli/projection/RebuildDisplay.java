package io.tidemark.admin.cli.projection;

import io.tidemark.replay.RebuildProgress;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.progress.ProgressBar;

/** Shows a rebuild as a progress bar, and says if it goes on where an earlier one was cut off. */
final class RebuildDisplay {
  private final ProgressBar bar;
  private final Output output;
  private boolean begun;

  RebuildDisplay(ProgressBar bar, Output output) {
    this.bar = bar;
    this.output = output;
  }

  void show(RebuildProgress progress) {
    if (!begun && progress.resumedFrom() > 0) {
      output.line("Resuming at position %,d".formatted(progress.resumedFrom()));
    }
    begun = true;
    if (progress.head() > 0) {
      bar.update(progress.position(), progress.head());
    }
  }

  /** Nothing to do is nothing to show. */
  void finish(RebuildProgress progress) {
    if (progress.head() > 0) {
      bar.finish(progress.position(), progress.head());
    }
  }
}
