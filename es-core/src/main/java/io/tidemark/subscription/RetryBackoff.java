package io.tidemark.subscription;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how soon to try again what failed. The delay doubles from one attempt to the next;
 * up to half of it is left to chance, so that several processes do not stay in step.
 *
 * @param attempts how often in all, at least 1
 * @param first delay after the first failure
 * @param longest delays grow to this and no further
 */
public record RetryBackoff(int attempts, Duration first, Duration longest) {
  /** Five attempts within about two seconds. */
  public static final RetryBackoff DEFAULT =
      new RetryBackoff(5, Duration.ofMillis(100), Duration.ofSeconds(10));

  /** Refuses less than one attempt. */
  public RetryBackoff {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "Invalid retry: expected at least 1 attempt, actual " + attempts);
    }
  }

  /** How long to wait after this many failures. */
  Duration delay(int failures) {
    long doubled = first.toMillis() << Math.min(20, failures - 1);
    long delay = Math.max(1, Math.min(longest.toMillis(), doubled));
    return Duration.ofMillis(delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1));
  }
}
