package io.tidemark.terminal.progress;

import io.tidemark.terminal.Output;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far something got: a bar that is redrawn on a terminal, elsewhere a line for each
 * tenth, but none before two seconds have passed. With share, amount, rate and remaining time, as
 * far as the terminal has room.
 *
 * <p>Close it in any case: what is not finished then ends as a line that says how far it got.
 *
 * <p>Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int REDRAW_MILLIS = 100;

  /** What is counted of a log that is gone through, whatever of it concerns whoever does so. */
  public static final String POSITIONS = "positions";

  private static final String EVENTS = "events";

  private final String title;
  private final Output output;
  private final ProgressDisplay display;
  private me.tongfei.progressbar.@Nullable ProgressBar bar;
  private long first;

  /** A bar that begins now, for events. */
  public ProgressBar(String title, Output output) {
    this(title, EVENTS, output);
  }

  /**
   * A bar that begins now.
   *
   * @param title what is done; with spaces before it, all that is printed is indented
   * @param things what is counted, for example {@code rows}
   */
  public ProgressBar(String title, String things, Output output) {
    this.title = title;
    this.output = output;
    this.display = ProgressDisplay.on(output, things);
  }

  /**
   * Something got this far of a total. What was done at the first call is taken to be of an earlier
   * run, and not counted into the rate.
   */
  public void update(long done, long total) {
    shown(done, total).maxHint(total).stepTo(done);
  }

  /** It is done: shows the last state, and closes. */
  public void finish(long done, long total) {
    shown(0, total).maxHint(total).stepTo(done);
    display.finish(title, first, done, total);
    close();
  }

  /** How many a second it was, as the last line says that is shown. */
  public double perSecond() {
    return display.perSecond();
  }

  /** Prints a line that stays above the bar; whatever else is printed on the output does so too. */
  public void above(String text) {
    output.line(text);
  }

  /** Ends the bar's line as it is; does nothing if that was done or the bar never began. */
  @Override
  public void close() {
    if (bar != null && !display.isClosed()) {
      bar.close();
      display.close(); // in case the thread that draws was interrupted
    }
  }

  private me.tongfei.progressbar.ProgressBar shown(long begin, long total) {
    if (bar == null) {
      first = begin;
      bar =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(total)
              .startsFrom(begin, Duration.ZERO)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .continuousUpdate()
              .setRenderer(display)
              .setConsumer(display)
              .build();
    }
    return bar;
  }
}
