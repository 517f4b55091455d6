package io.tidemark.subscription;

import java.time.Duration;

/**
 * How a runner runs its projections.
 *
 * @param batchSize events per transaction at most
 * @param longestWait how long one wait for new events takes at most
 * @param retry what to do about errors before giving up
 */
record RunnerOptions(int batchSize, Duration longestWait, RetryBackoff retry) {
  static final RunnerOptions DEFAULT =
      new RunnerOptions(5_000, Duration.ofMillis(500), RetryBackoff.DEFAULT);

  RunnerOptions withBatchSize(int events) {
    return new RunnerOptions(events, longestWait, retry);
  }

  RunnerOptions withRetry(RetryBackoff backoff) {
    return new RunnerOptions(batchSize, longestWait, backoff);
  }
}
