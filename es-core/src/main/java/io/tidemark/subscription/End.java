package io.tidemark.subscription;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of something, which others may wait for. Thread-safe. */
final class End {
  private final CountDownLatch reached = new CountDownLatch(1);

  void end() {
    reached.countDown();
  }

  /** Waits; true if it has come, or this thread is interrupted, which it then still is. */
  boolean await(Duration atMost) {
    try {
      return reached.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
