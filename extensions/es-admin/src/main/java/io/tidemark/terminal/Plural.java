package io.tidemark.terminal;

import java.util.Locale;

/** Counts things in English. */
public final class Plural {
  private Plural() {}

  /** For example {@code 1 account} or {@code 1,200 accounts}. */
  public static String of(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
