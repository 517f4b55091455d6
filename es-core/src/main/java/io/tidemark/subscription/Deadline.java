package io.tidemark.subscription;

import java.time.Duration;

/** When a wait ends, on this machine's monotonic clock. */
final class Deadline {
  /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
  static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** After this time from now. */
  static Deadline in(Duration time) {
    Duration bounded = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** What is left; zero once it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  boolean hasPassed() {
    return left().isZero();
  }

  /** The given wait, or what is left if that is less. */
  Duration atMost(Duration wait) {
    Duration left = left();
    return left.compareTo(wait) < 0 ? left : wait;
  }
}
