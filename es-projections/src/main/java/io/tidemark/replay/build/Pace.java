package io.tidemark.replay.build;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds work back to a rate. For one thread. */
final class Pace {
  private static final int STEPS_PER_SECOND = 5;

  private final double perSecond;
  private final long startNanos = System.nanoTime();
  private long done;

  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** How many to do at a time, so that the work is spread and does not come in bursts. */
  int step(int most) {
    return (int) Math.max(1, Math.min(most, perSecond / STEPS_PER_SECOND));
  }

  /** Waits as long as so many more take at this rate; not at all if the thread is interrupted. */
  void did(long more) {
    done += more;
    long due = startNanos + (long) (done / perSecond * TimeUnit.SECONDS.toNanos(1));
    long rest = due - System.nanoTime();
    while (rest > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(rest);
      rest = due - System.nanoTime();
    }
  }
}
