package io.tidemark.terminal.progress;

import io.tidemark.terminal.Output;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines now and then, where nobody watches: one for each tenth, if the last one is not recent. */
final class PlainProgress extends ProgressDisplay {
  private static final int TENTH = 10;
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private int tenths;
  private long printed;

  PlainProgress(Output output, String things, LongSupplier clock) {
    super(output, things, clock);
    this.printed = now();
  }

  @Override
  void show(ProgressText text) {
    int reached = text.percent() / TENTH;
    boolean isLast = text.done() >= text.total(); // shown in the end
    if (reached > tenths && !isLast && now() - printed >= PAUSE_NANOS) {
      tenths = reached;
      printed = now();
      output().line(text.plain());
    }
  }

  @Override
  void end(ProgressText text) {
    if (isFinished() || tenths > 0) {
      output().line(text.plain());
    }
  }
}
