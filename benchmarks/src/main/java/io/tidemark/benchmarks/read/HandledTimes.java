package io.tidemark.benchmarks.read;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When each of some numbered payments was handled for the first time. For one thread. */
final class HandledTimes {
  private static final int PATIENCE_SECONDS = 20;
  private static final long NANOS = 1_000_000_000;

  private final long[] times;
  private final CountDownLatch left;

  HandledTimes(int payments) {
    times = new long[payments];
    left = new CountDownLatch(payments);
  }

  /** The clock that all processes of a machine share, in ns. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  /** The payment with this number is handled now. */
  void handled(long number) {
    if (times[(int) number] == 0) {
      times[(int) number] = now();
      left.countDown();
    }
  }

  /** Waits for the last of them, and gives the times by number. */
  long[] awaitAll() throws InterruptedException {
    if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d payments were not handled".formatted(left.getCount(), times.length));
    }
    return times;
  }
}
