package io.tidemark.postgres.append;

import java.time.Duration;

/**
 * A moment at which waiting ends.
 *
 * @param at as {@link System#nanoTime} tells time
 */
record Deadline(long at) {

  /** So long from now on. */
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** At most 0 once it is over. */
  long nanosLeft() {
    return at - System.nanoTime();
  }
}
