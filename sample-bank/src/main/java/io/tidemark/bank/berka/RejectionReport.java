package io.tidemark.bank.berka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of lines that were not stored: of each kind of error the first twenty, then how many more
 * there were. Thread-safe.
 */
public final class RejectionReport implements Consumer<Rejection> {
  static final int TOLD_OF_A_KIND = 20;

  private static final int MOST_KINDS = 100;

  private final Consumer<String> lines;
  private final Map<String, Integer> kinds = new LinkedHashMap<>();

  /** Told there, a line at a time. */
  public RejectionReport(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public synchronized void accept(Rejection rejected) {
    String kind = kinds.size() < MOST_KINDS ? rejected.kind() : "of various kinds";
    if (kinds.merge(kind, 1, Integer::sum) <= TOLD_OF_A_KIND) {
      lines.accept("line %d: %s".formatted(rejected.line(), rejected.reason()));
    }
  }

  /** No more will come: tells how many were not told of. */
  public synchronized void finish() {
    kinds.forEach(
        (kind, count) -> {
          if (count > TOLD_OF_A_KIND) {
            int more = count - TOLD_OF_A_KIND;
            lines.accept("%,d more %s: %s".formatted(more, more == 1 ? "line" : "lines", kind));
          }
        });
    kinds.clear();
  }
}
