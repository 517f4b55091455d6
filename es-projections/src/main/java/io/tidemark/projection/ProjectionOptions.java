package io.tidemark.projection;

import io.tidemark.RetryPolicy;
import java.time.Duration;

/**
 * How a runner runs its projections.
 *
 * @param batchSize events per transaction at most
 * @param longestWait how long one wait for new events takes at most
 * @param retry what to do about errors before giving up
 */
record ProjectionOptions(int batchSize, Duration longestWait, RetryPolicy retry) {
  static final ProjectionOptions DEFAULT =
      new ProjectionOptions(5_000, Duration.ofMillis(500), RetryPolicy.forSubscribers());

  ProjectionOptions withBatchSize(int events) {
    return new ProjectionOptions(events, longestWait, retry);
  }

  ProjectionOptions withRetry(RetryPolicy policy) {
    return new ProjectionOptions(batchSize, longestWait, policy);
  }
}
