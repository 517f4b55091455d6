package io.tidemark.postgres.read;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The last position this process knows to be committed, and the place to wait for the next. Whoever
 * learns of a later one says so here: appends of this process, notifications from others, and the
 * waiters themselves, who also poll.
 */
final class HeadSignal {
  private final LongSupplier committedHead;
  private final Duration pollInterval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long head;

  HeadSignal(LongSupplier committedHead, Duration pollInterval) {
    this.committedHead = committedHead;
    this.pollInterval = pollInterval;
  }

  /** Tells that the log reaches this position; must be committed. */
  void reached(long position) {
    if (position <= head) {
      return;
    }
    lock.lock();
    try {
      if (position > head) {
        head = position;
        moved.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** See {@link io.tidemark.store.EventStore#awaitBeyond}. */
  long awaitBeyond(long position, Duration timeout) {
    long giveUpAt = System.nanoTime() + timeout.toNanos();
    while (head <= position) {
      reached(committedHead.getAsLong());
      long left = giveUpAt - System.nanoTime();
      if (head > position
          || left <= 0
          || !sleep(position, Math.min(left, pollInterval.toNanos()))) {
        break;
      }
    }
    return head;
  }

  /** Returns whether to go on waiting. */
  private boolean sleep(long position, long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (head <= position && left > 0) {
        left = moved.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
