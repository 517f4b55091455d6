package io.tidemark.subscription;

import io.tidemark.RetryPolicy;
import java.time.Duration;

/**
 * How a runner runs its subscribers.
 *
 * @param batchSize events per transaction at most
 * @param maxWait how long one wait for new events takes at most
 * @param retry what to do about errors before giving up
 */
record RunnerOptions(int batchSize, Duration maxWait, RetryPolicy retry) {
  static final RunnerOptions DEFAULT =
      new RunnerOptions(5_000, Duration.ofMillis(500), RetryPolicy.forSubscribers());

  RunnerOptions withBatchSize(int events) {
    return new RunnerOptions(events, maxWait, retry);
  }

  RunnerOptions withRetry(RetryPolicy policy) {
    return new RunnerOptions(batchSize, maxWait, policy);
  }
}
