package io.tidemark.terminal.progress;

import io.tidemark.terminal.Output;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Where a progress bar appears: it turns each state into text and shows it. Thread-safe. */
abstract sealed class ProgressDisplay implements ProgressBarRenderer, ProgressBarConsumer
    permits LiveProgress, PlainProgress {
  private static final double NANOS = 1e9;

  private final Output output;
  private final String things;
  private final LongSupplier clock;
  private final long started;
  private @Nullable ProgressText last;
  private boolean finished;
  private boolean closed;

  ProgressDisplay(Output output, String things, LongSupplier clock) {
    this.output = output;
    this.things = things;
    this.clock = clock;
    this.started = clock.getAsLong();
  }

  /** The one that suits this output. */
  static ProgressDisplay on(Output output, String things) {
    return output.isTerminal()
        ? new LiveProgress(output, things)
        : new PlainProgress(output, things, System::nanoTime);
  }

  /** Shows a state, or not, if the time has not come. */
  abstract void show(ProgressText text);

  /** Shows the last state, of something that is finished or will not be. */
  abstract void end(ProgressText text);

  @Override
  public final synchronized String render(ProgressState state, int columns) {
    if (last != null && (finished || isEnd(last, state.getCurrent(), state.getMax()))) {
      return last.plain();
    }
    double seconds = (now() - started) / NANOS;
    last =
        new ProgressText(
            state.getTaskName(),
            things,
            state.getStart(),
            state.getCurrent(),
            state.getMax(),
            seconds);
    return last.plain();
  }

  @Override
  public final synchronized void accept(String rendered) {
    if (last != null && !closed) {
      show(last);
    }
  }

  @Override
  public final synchronized void close() {
    if (last != null && !closed) {
      end(last);
    }
    closed = true;
  }

  @Override
  public final int getMaxRenderedLength() {
    return output.columns();
  }

  /** It is done, at this moment or when it got there. */
  final synchronized void finish(String title, long first, long done, long total) {
    if (last == null || !isEnd(last, done, total)) {
      double seconds = (now() - started) / NANOS;
      last = new ProgressText(title, things, first, done, total, seconds);
    }
    finished = true;
  }

  /** Whether it got there already: what was said then, with its figures, is said for good. */
  private static boolean isEnd(ProgressText last, long done, long total) {
    return last.done() == done && last.total() == total && done >= total;
  }

  /** How many a second it was, as far as it is shown. */
  final synchronized double perSecond() {
    return last == null ? 0 : last.perSecond();
  }

  final synchronized boolean isFinished() {
    return finished;
  }

  final synchronized boolean isClosed() {
    return closed;
  }

  final Output output() {
    return output;
  }

  final long now() {
    return clock.getAsLong();
  }
}
