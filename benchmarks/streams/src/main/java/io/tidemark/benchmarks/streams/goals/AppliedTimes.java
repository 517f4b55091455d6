package io.tidemark.benchmarks.streams.goals;

import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.SubscriptionListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** When events were in the rows that others see, by position. Thread-safe. */
final class AppliedTimes implements SubscriptionListener {
  private static final long NANOS = 1_000_000_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);

  private final long after;
  private final List<Long> times = new ArrayList<>();

  /** Of the events after this position. */
  AppliedTimes(long after) {
    this.after = after;
  }

  /** The clock that all processes of a machine share, in ns. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  @Override
  public synchronized void batchApplied(AppliedBatch batch) {
    applied(batch.to());
  }

  /** All up to a position are there now. */
  synchronized void applied(long through) {
    long now = now();
    while (after + times.size() < through) {
      times.add(now);
    }
    notifyAll();
  }

  /** Waits until there are so many, and gives their times. */
  synchronized long[] await(int count) throws InterruptedException {
    long until = System.currentTimeMillis() + PATIENCE;
    while (times.size() < count) {
      long left = until - System.currentTimeMillis();
      if (left <= 0) {
        throw new IllegalStateException("%,d of %,d came".formatted(times.size(), count));
      }
      wait(left);
    }
    return times.stream().limit(count).mapToLong(Long::longValue).toArray();
  }
}
