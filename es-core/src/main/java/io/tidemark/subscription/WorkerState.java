package io.tidemark.subscription;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a worker is doing, for those who watch it, wait for it, or stop it. Thread-safe. */
final class WorkerState {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean active;
  private boolean closed;
  private long position = -1;
  private @Nullable RuntimeException failure;
  private @Nullable RuntimeException lastError;

  void begin() {
    change(() -> active = true);
  }

  void end() {
    change(() -> active = false);
  }

  void close() {
    change(() -> closed = true);
  }

  void opened(long at) {
    change(() -> position = at);
  }

  /** Notes where the checkpoint is now and says how far it moved. */
  long moved(long to) {
    lock.lock();
    try {
      long passed = to - position;
      position = to;
      if (passed > 0) {
        lastError = null;
        changed.signalAll();
      }
      return passed;
    } finally {
      lock.unlock();
    }
  }

  void error(RuntimeException error) {
    change(() -> lastError = error);
  }

  void fail(RuntimeException error) {
    change(() -> failure = error);
  }

  boolean isRunning() {
    return locked(() -> !closed && failure == null);
  }

  /** -1 while it is not known. */
  long position() {
    return locked(() -> position);
  }

  @Nullable RuntimeException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  @Nullable RuntimeException lastError() {
    lock.lock();
    try {
      return lastError;
    } finally {
      lock.unlock();
    }
  }

  SubscriberState current() {
    if (failure() != null) {
      return SubscriberState.FAILED;
    }
    return locked(() -> active && !closed) ? SubscriberState.RUNNING : SubscriberState.STOPPED;
  }

  /** Waits until it has reached the position or stopped for ever. */
  void await(long wanted) {
    waitFor(FOR_EVER, () -> position >= wanted || closed || failure != null);
  }

  /** Waits, but not on after it was closed. */
  void pause(Duration delay) {
    waitFor(delay, () -> closed);
  }

  private void waitFor(Duration timeout, BooleanSupplier met) {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (!met.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
