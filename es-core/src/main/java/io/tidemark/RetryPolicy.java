package io.tidemark;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How often to try again what failed, and how long to wait before. The wait doubles from one
 * attempt to the next; up to half of it is left to chance, so that several that failed together do
 * not stay in step.
 *
 * @param maxAttempts how often in all, at least 1
 * @param immediateRetries how many attempts after the first do not wait at all
 * @param firstDelay the first wait, before chance shortens it
 * @param maxDelay what the waits grow to at most
 */
public record RetryPolicy(
    int maxAttempts, int immediateRetries, Duration firstDelay, Duration maxDelay) {
  private static final Duration MAX_DELAY = Duration.ofDays(365);
  private static final int MAX_DOUBLINGS = 62;

  /**
   * @throws IllegalArgumentException if there is no attempt, a number is negative, or a delay is
   *     negative or longer than 365 days
   */
  public RetryPolicy {
    requireDelay("firstDelay", firstDelay);
    requireDelay("maxDelay", maxDelay);
    if (maxAttempts < 1 || immediateRetries < 0) {
      throw new IllegalArgumentException(
          "Invalid retry policy: expected at least 1 attempt and 0 immediate retries, actual %d and %d"
              .formatted(maxAttempts, immediateRetries));
    }
  }

  /** Every retry waits. */
  public static RetryPolicy of(int maxAttempts, Duration firstDelay, Duration maxDelay) {
    return new RetryPolicy(maxAttempts, 0, firstDelay, maxDelay);
  }

  /**
   * For commands that met a conflict: ten attempts, the second at once, then after waits of up to 1
   * ms that grow to 50 ms.
   */
  public static RetryPolicy forCommands() {
    return new RetryPolicy(10, 1, Duration.ofMillis(1), Duration.ofMillis(50));
  }

  /**
   * For subscribers that met an error: five attempts, with waits of up to 100 ms that grow to 10 s.
   */
  public static RetryPolicy forSubscribers() {
    return of(5, Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  /** A copy with this many attempts in all. */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, immediateRetries, firstDelay, maxDelay);
  }

  /** A copy that makes this many retries at once, before the first that waits. */
  public RetryPolicy withImmediateRetries(int retries) {
    return new RetryPolicy(maxAttempts, retries, firstDelay, maxDelay);
  }

  /** The wait to make before an attempt, counted from 1; chosen anew at each call. */
  public Duration delayBefore(int attempt) {
    int waits = attempt - 1 - immediateRetries;
    if (waits < 1) {
      return Duration.ZERO;
    }
    int doublings = Math.min(waits - 1, MAX_DOUBLINGS);
    long max = maxDelay.toNanos();
    long first = firstDelay.toNanos();
    long delay = first > max >> doublings ? max : first << doublings;
    return Duration.ofNanos(delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1));
  }

  /**
   * Makes the wait before an attempt, counted from 1. An interrupt does not shorten it, or the
   * thread would use up its attempts in an instant; it is interrupted afterwards.
   */
  public void pauseBefore(int attempt) {
    long delay = delayBefore(attempt).toNanos();
    long deadline = System.nanoTime() + delay;
    boolean interrupted = false;
    for (long left = delay; left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void requireDelay(String name, Duration delay) {
    Objects.requireNonNull(delay, name);
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "Invalid %s of a retry policy: expected 0 to 365 days, actual %s".formatted(name, delay));
    }
  }
}
