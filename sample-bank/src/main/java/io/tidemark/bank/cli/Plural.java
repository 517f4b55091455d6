package io.tidemark.bank.cli;

import java.util.Locale;

/** Counts things in English. */
final class Plural {
  private Plural() {}

  /** For example {@code 1 account} or {@code 1,200 accounts}. */
  static String of(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
