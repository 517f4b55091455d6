package io.tidemark.postgres.read;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The place to wait for the log to grow. Appends of this process and notifications of others wake
 * whoever waits for what they tell of; the waiter then looks at the log and believes only that, and
 * it also looks from time to time. Nothing told is kept: what was true of a log need not be true of
 * the one that is there after a failover, and anybody may send a notification.
 */
final class HeadSignal {
  private final LongSupplier committedHead;
  private final Duration pollInterval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Set<Waiter> waiters = new HashSet<>();

  HeadSignal(LongSupplier committedHead, Duration pollInterval) {
    this.committedHead = committedHead;
    this.pollInterval = pollInterval;
  }

  private static final class Waiter {
    private final long position;
    private boolean woken;

    Waiter(long position) {
      this.position = position;
    }
  }

  /** Somebody says that the log reaches this position: a reason to look. */
  void told(long position) {
    lock.lock();
    try {
      for (Waiter waiter : waiters) {
        waiter.woken |= position > waiter.position;
      }
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link io.tidemark.store.EventStore#awaitBeyond}. */
  boolean awaitBeyond(long position, Duration timeout) {
    long giveUpAt = System.nanoTime() + timeout.toNanos();
    Waiter waiter = new Waiter(position);
    enter(waiter); // before the first look, so that nothing told after it is missed
    try {
      while (committedHead.getAsLong() <= position) {
        long left = giveUpAt - System.nanoTime();
        if (left <= 0 || !sleep(waiter, Math.min(left, pollInterval.toNanos()))) {
          return false;
        }
      }
      return true;
    } finally {
      leave(waiter);
    }
  }

  private void enter(Waiter waiter) {
    lock.lock();
    try {
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Waiter waiter) {
    lock.lock();
    try {
      waiters.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether to go on waiting. */
  private boolean sleep(Waiter waiter, long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!waiter.woken && left > 0) {
        left = told.awaitNanos(left);
      }
      waiter.woken = false;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
