package io.tidemark.postgres.append;

import java.time.Duration;

/**
 * A moment at which waiting ends.
 *
 * @param at as {@link System#nanoTime} tells time
 */
record Deadline(long at) {

  /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** So long from now on. */
  static Deadline in(Duration time) {
    Duration bounded = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** At most 0 once it is over. */
  long nanosLeft() {
    return at - System.nanoTime();
  }
}
