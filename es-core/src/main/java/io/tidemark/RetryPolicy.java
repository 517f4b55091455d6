package io.tidemark;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a command is decided again after a conflict, and how long to wait before. The first
 * time there is no wait; from then on a random one of up to {@code firstDelay}, which doubles up to
 * {@code longestDelay}.
 *
 * @param maxAttempts how often at most, at least 1
 * @param firstDelay longest wait before the third attempt
 * @param longestDelay what the waits grow to at most
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration longestDelay) {
  private static final int ATTEMPTS_WITHOUT_DELAY = 2;
  private static final int MOST_DOUBLINGS = 20;

  /**
   * @throws IllegalArgumentException if there is no attempt, or a delay is negative
   */
  public RetryPolicy {
    Objects.requireNonNull(firstDelay, "firstDelay");
    Objects.requireNonNull(longestDelay, "longestDelay");
    if (maxAttempts < 1 || firstDelay.isNegative() || longestDelay.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid retry policy: expected at least 1 attempt and no negative delay, actual %d, %s and %s"
              .formatted(maxAttempts, firstDelay, longestDelay));
    }
  }

  /** Ten attempts, with waits of up to 1 ms that grow to up to 50 ms. */
  public static RetryPolicy standard() {
    return attempts(10);
  }

  /** As {@link #standard()}, with this many attempts. */
  public static RetryPolicy attempts(int maxAttempts) {
    return new RetryPolicy(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(50));
  }

  /** A wait to make before an attempt, counted from 1; chosen anew at each call. */
  public Duration delayBefore(int attempt) {
    if (attempt <= ATTEMPTS_WITHOUT_DELAY) {
      return Duration.ZERO;
    }
    int doublings = Math.min(attempt - ATTEMPTS_WITHOUT_DELAY - 1, MOST_DOUBLINGS);
    long most = Math.min(firstDelay.toNanos() << doublings, longestDelay.toNanos());
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.max(most, 0) + 1));
  }
}
