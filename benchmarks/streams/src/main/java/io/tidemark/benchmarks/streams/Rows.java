package io.tidemark.benchmarks.streams;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts rows and adds a hash of each up, so that their order does not matter. Thread-safe, but for
 * its parts.
 */
public final class Rows {
  private static final long START = 0x9E3779B97F4A7C15L;
  private static final long FACTOR = 0xD6E8FEB86659FD93L;

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();

  /** A part that one thread tells rows to; they count once it is {@link Part#flush flushed}. */
  public Part part() {
    return new Part();
  }

  /** What was told by one thread. */
  public final class Part {
    private long ownCount;
    private long ownSum;

    private Part() {}

    /** There is this row. */
    public void add(long key, long at, long events, long total) {
      ownCount++;
      ownSum += hash(key, at, events, total);
    }

    /** A row that was told is there no more. */
    public void remove(long key, long at, long events, long total) {
      ownCount--;
      ownSum -= hash(key, at, events, total);
    }

    /** Adds this part to the others. */
    public void flush() {
      count.addAndGet(ownCount);
      sum.addAndGet(ownSum);
      ownCount = 0;
      ownSum = 0;
    }
  }

  private static long hash(long key, long at, long events, long total) {
    long hash = mixed(key + START);
    hash = mixed(hash ^ at);
    hash = mixed(hash ^ events);
    return mixed(hash ^ total);
  }

  private static long mixed(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * FACTOR;
    return mixed ^ (mixed >>> 29);
  }

  /** Equal for equal rows. */
  @Override
  public String toString() {
    return count.get() + ":" + Long.toHexString(sum.get());
  }
}
