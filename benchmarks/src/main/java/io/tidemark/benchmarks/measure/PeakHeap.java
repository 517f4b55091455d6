package io.tidemark.benchmarks.measure;

import io.tidemark.benchmarks.measure.Contender.Measurement;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most heap in use during measurements, garbage included. */
public final class PeakHeap {
  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private long bytes;

  /** The same measurement, watched. */
  public Measurement around(Measurement measurement) {
    return () -> {
      POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
      double rate = measurement.perSecond();
      long peaks = POOLS.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      bytes = Math.max(bytes, peaks); // a little too much: pools peak at different times
      return rate;
    };
  }

  public long megabytes() {
    return bytes >> 20;
  }
}
