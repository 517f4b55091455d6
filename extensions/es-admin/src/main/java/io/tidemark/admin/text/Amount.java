package io.tidemark.admin.text;

import java.time.Duration;
import java.util.Locale;

/** Amounts in words that a person takes in at a glance. */
final class Amount {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Amount() {}

  /** Bytes by thousands, for example {@code 1.5 MB}. */
  static String bytes(double bytes) {
    if (bytes < 1_000) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    double rest = bytes;
    int unit = -1;
    while (unit < UNITS.length - 1 && rest >= 999.95) {
      rest /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", rest, UNITS[unit]);
  }

  /** The two greatest units of a time, for example {@code 3 d 4 h}. */
  static String time(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
    return seconds < 86_400
        ? "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60)
        : "%d d %d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /** A whole number, or one with a decimal if it is small. */
  static String count(double count) {
    return String.format(
        Locale.ROOT, count < 10 && count != Math.rint(count) ? "%.1f" : "%,.0f", count);
  }
}
