package io.tidemark.benchmarks.measure;

import io.tidemark.benchmarks.measure.Contender.Measurement;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The most heap in use during measurements, garbage included, of some looks each second. */
public final class PeakHeap {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int LOOK_MILLIS = 10;
  private static final int BITS_OF_MEGABYTE = 20;

  private volatile long bytes;

  /** The same measurement, watched. */
  public Measurement around(Measurement measurement) {
    return () -> {
      CountDownLatch over = new CountDownLatch(1);
      Thread watcher = new Thread(() -> watch(over), "peak-heap");
      watcher.setDaemon(true);
      watcher.start();
      try {
        return measurement.perSecond();
      } finally {
        over.countDown();
      }
    };
  }

  private void watch(CountDownLatch over) {
    try {
      do {
        bytes = Math.max(bytes, MEMORY.getHeapMemoryUsage().getUsed());
      } while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public long megabytes() {
    return bytes >> BITS_OF_MEGABYTE;
  }
}
