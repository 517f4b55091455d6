package io.tidemark.postgres.read;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When the next hint may be sent. At once if commits are few, so that others hear of each without
 * delay. Where they follow closely, one hint covers many: after each there is a pause of as many
 * milliseconds as it told of commits, {@value #MAX_PAUSE_MILLIS} at most. Thread-safe.
 */
final class HintPace {
  private static final int MAX_PAUSE_MILLIS = 5;

  private final AtomicInteger commits = new AtomicInteger();
  private volatile long notBefore;

  /**
   * @param now by {@link System#nanoTime}
   */
  HintPace(long now) {
    notBefore = now;
  }

  /** There is one more commit to tell of. */
  void committed() {
    commits.incrementAndGet();
  }

  /** How many ns the next hint has to wait. */
  long left(long now) {
    return Math.max(0, notBefore - now);
  }

  /** A hint is sent now, which tells of all commits so far. */
  void sent(long now) {
    int told = Math.min(MAX_PAUSE_MILLIS, commits.getAndSet(0));
    notBefore = now + TimeUnit.MILLISECONDS.toNanos(told);
  }
}
