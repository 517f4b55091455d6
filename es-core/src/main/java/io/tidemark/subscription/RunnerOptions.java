package io.tidemark.subscription;

import io.tidemark.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * How a runner runs its subscribers.
 *
 * @param batchSize events per batch at most
 * @param maxWait how long one wait for new events takes at most
 * @param retry what to do about errors before giving up
 * @param closeTimeout how long to wait at most for batches under way when closing
 * @param listener is told what happens
 * @param threads makes the threads
 */
record RunnerOptions(
    int batchSize,
    Duration maxWait,
    RetryPolicy retry,
    Duration closeTimeout,
    SubscriptionListener listener,
    ThreadFactory threads) {
  static final RunnerOptions DEFAULT =
      new RunnerOptions(
          5_000,
          Duration.ofMillis(500),
          RetryPolicy.forSubscribers(),
          Duration.ofSeconds(30),
          SubscriptionListener.all(List.of()),
          RunnerOptions::daemon);

  RunnerOptions withBatchSize(int events) {
    return new RunnerOptions(events, maxWait, retry, closeTimeout, listener, threads);
  }

  RunnerOptions withRetry(RetryPolicy policy) {
    return new RunnerOptions(batchSize, maxWait, policy, closeTimeout, listener, threads);
  }

  RunnerOptions withCloseTimeout(Duration timeout) {
    return new RunnerOptions(batchSize, maxWait, retry, timeout, listener, threads);
  }

  RunnerOptions withListener(SubscriptionListener told) {
    return new RunnerOptions(batchSize, maxWait, retry, closeTimeout, told, threads);
  }

  RunnerOptions withThreads(ThreadFactory factory) {
    return new RunnerOptions(batchSize, maxWait, retry, closeTimeout, listener, factory);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }
}
