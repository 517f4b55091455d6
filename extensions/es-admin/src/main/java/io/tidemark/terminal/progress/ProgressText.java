package io.tidemark.terminal.progress;

import io.tidemark.terminal.DurationText;
import io.tidemark.terminal.TextWidth;
import java.util.List;
import java.util.Locale;

/**
 * What a progress bar says at one moment.
 *
 * @param title what is done
 * @param things what is counted
 * @param first where it began, more than 0 if an earlier run had got so far
 * @param done where it is
 * @param total where it ends
 * @param seconds since it began
 */
record ProgressText(
    String title, String things, long first, long done, long total, double seconds) {
  private static final int SHORTEST_BAR = 4;
  private static final int LONGEST_BAR = 30;
  private static final int COLUMNS_PER_BLOCK = 8;
  private static final double SHORTEST_TIME = 1e-3;

  /** Before this, the time that is left would be a guess. */
  private static final double TELLING_SECONDS = 1;

  private static final double TELLING_SHARE = 0.01;

  /** From 0 to 100, rounded down. */
  int percent() {
    return (int) (share() * 100);
  }

  /** Without a bar, of any length. */
  String plain() {
    String time = time().isEmpty() ? "" : ", " + time();
    return "%s: %d%%, %s, %s%s"
        .formatted(title.stripTrailing(), percent(), longCount(), rate(), time);
  }

  /**
   * With a bar, in so many columns. Leaves out what has no room, the time last. The length of the
   * bar depends on the columns only, so that it stands still.
   */
  String bar(int columns) {
    String begin = "%s %3d%% ".formatted(title, percent());
    int length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columns / COLUMNS_PER_BLOCK));
    for (String end : ends()) {
      if (TextWidth.of(begin) + length + TextWidth.of(end) <= columns) {
        return begin + blocks(length) + end.stripTrailing();
      }
    }
    return TextWidth.cut(begin.stripTrailing(), columns);
  }

  /** From all that can be said to nothing, each of a fixed width. */
  private List<String> ends() {
    String rate = padded(rate(), 9);
    String time = padded(time(), 11);
    return List.of(
        "  %s  %s  %s".formatted(count("%,d of %,d " + things), rate, time),
        "  %s  %s  %s".formatted(count("%,d/%,d"), rate, time),
        "  %s  %s".formatted(rate, time),
        "  " + time,
        "");
  }

  /** As wide as it will be at the end. */
  private String count(String format) {
    int widest = String.format(Locale.ROOT, format, total, total).length();
    return padded(String.format(Locale.ROOT, format, done, total), widest);
  }

  private String longCount() {
    return count("%,d of %,d " + things).strip();
  }

  /** How many a second it has been so far. */
  double perSecond() {
    return (done - first) / Math.max(SHORTEST_TIME, seconds);
  }

  private String rate() {
    return String.format(Locale.ROOT, "%,.0f/s", perSecond());
  }

  /** How long it took, or will yet take; nothing as long as that is not known. */
  private String time() {
    if (done >= total) {
      return "in " + DurationText.of(seconds);
    }
    double made = done - first;
    boolean isKnown = seconds >= TELLING_SECONDS && made >= TELLING_SHARE * (total - first);
    return isKnown ? DurationText.of((total - done) * seconds / made) + " left" : "";
  }

  private double share() {
    return total == 0 ? 1 : Math.min(1, (double) done / total);
  }

  private String blocks(int length) {
    int full = (int) (share() * length);
    return "\u2588".repeat(full) + "\u2591".repeat(length - full);
  }

  /** Not at the end: what stays is to be read, not to stand still. */
  private String padded(String text, int columns) {
    return done >= total ? text : text + " ".repeat(Math.max(0, columns - TextWidth.of(text)));
  }
}
