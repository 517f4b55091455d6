package io.tidemark.terminal;

import java.util.Locale;

/** How long something took, as people read it. */
public final class DurationText {
  private DurationText() {}

  /**
   * Of so many seconds: {@code 43 ms}, {@code 4.2 s} or {@code 2 min 07 s}. Of what is over in a
   * moment, tenths of a second would say nothing.
   */
  public static String of(double seconds) {
    if (seconds < 0.0995) {
      return String.format(Locale.ROOT, "%d ms", Math.max(1, Math.round(seconds * 1_000)));
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }
}
