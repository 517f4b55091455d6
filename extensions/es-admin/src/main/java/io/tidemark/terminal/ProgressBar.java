package io.tidemark.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far something got: a bar that is redrawn on a terminal, a line now and then elsewhere.
 * With bar, share, amount, rate and remaining time.
 *
 * <p>Not thread-safe.
 */
public final class ProgressBar {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LINE_NANOS = Duration.ofSeconds(2).toNanos();

  private final String title;
  private final Output output;
  private final LongSupplier clock;
  private final long started;
  private long lastShown;
  private long first = -1;

  /**
   * A bar that begins now.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public ProgressBar(String title, Output output, LongSupplier clock) {
    this.title = title;
    this.output = output;
    this.clock = clock;
    this.started = clock.getAsLong();
    this.lastShown = started;
  }

  /** A bar that begins now, by the clock of this process. */
  public ProgressBar(String title, Output output) {
    this(title, output, System::nanoTime);
  }

  /** Something got this far of a total; shown if the last time is long enough ago. */
  public void update(long done, long total) {
    if (first < 0) {
      first = done; // what an earlier run had done is not counted into the rate
    }
    long now = clock.getAsLong();
    if (now - lastShown >= (output.isTerminal() ? REDRAW_NANOS : LINE_NANOS)) {
      lastShown = now;
      show(text(done, total, now), "\r");
    }
  }

  /** It is done; shows the last state in any case. */
  public void finish(long done, long total) {
    first = Math.max(0, first);
    show(text(done, total, clock.getAsLong()), System.lineSeparator());
  }

  private void show(String text, String end) {
    if (output.isTerminal()) {
      output.stream().print("\r" + text + "\u001B[K" + end);
      output.stream().flush();
    } else {
      output.line(text);
    }
  }

  private String text(long done, long total, long now) {
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    double rate = (done - first) / seconds;
    double share = total == 0 ? 1 : Math.min(1, (double) done / total);
    String remaining =
        done >= total || rate <= 0
            ? "in " + duration(seconds)
            : duration((total - done) / rate) + " left";
    return String.format(
        Locale.ROOT,
        "%s %s %3.0f%%  %,d of %,d events  %,.0f/s  %s",
        title,
        bar(share),
        Math.floor(share * 100),
        done,
        total,
        rate,
        remaining);
  }

  private String bar(double share) {
    int full = (int) (share * WIDTH);
    return output.isTerminal()
        ? "\u2588".repeat(full) + "\u2591".repeat(WIDTH - full)
        : "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "]";
  }

  private static String duration(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
  }
}
