package io.tidemark.subscription;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a worker is doing, for those who watch it, wait for it, or stop it. Thread-safe. */
final class WorkerState {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread driver;
  private boolean closed;
  private boolean standingBy;
  private long position = -1;
  private @Nullable Throwable failure;
  private @Nullable String lastError;

  /** Makes this thread the one that drives the worker, once no other does; false if in vain. */
  boolean begin(Duration atMost) {
    lock.lock();
    try {
      boolean free = waitFor(atMost, () -> driver == null || closed || failure != null);
      if (free && driver == null && !closed && failure == null) {
        driver = Thread.currentThread();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    change(
        () -> {
          driver = null;
          standingBy = false;
        });
  }

  void close() {
    change(() -> closed = true);
  }

  void opened(long at) {
    change(() -> position = at);
  }

  /**
   * Notes where the checkpoint is now, which also ends the last error, and says how far it moved.
   */
  long moved(long to) {
    lock.lock();
    try {
      long passed = to - position;
      position = to;
      lastError = null;
      standingBy = false;
      if (passed != 0) {
        changed.signalAll();
      }
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that another does the work, and how far that one is. */
  void standBy(long at) {
    change(
        () -> {
          position = at;
          standingBy = true;
          lastError = null;
        });
  }

  void error(Throwable error) {
    String text = ErrorText.of(error);
    change(() -> lastError = text);
  }

  /** The first failure counts. */
  void fail(Throwable error) {
    change(() -> failure = failure == null ? error : failure);
  }

  boolean isRunning() {
    return locked(() -> !closed && failure == null);
  }

  boolean isClosed() {
    return locked(() -> closed);
  }

  boolean isDrivenByThisThread() {
    return locked(() -> driver == Thread.currentThread());
  }

  /** -1 while it is not known. */
  long position() {
    return locked(() -> position);
  }

  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  @Nullable String lastError() {
    lock.lock();
    try {
      return lastError;
    } finally {
      lock.unlock();
    }
  }

  SubscriberState current() {
    return locked(
        () -> {
          if (failure != null) {
            return SubscriberState.FAILED;
          }
          if (driver == null || closed) {
            return SubscriberState.STOPPED;
          }
          return standingBy ? SubscriberState.STANDING_BY : SubscriberState.RUNNING;
        });
  }

  /** Waits until it has reached the position or will not do so any more. */
  void await(long wanted, Duration atMost) {
    waitFor(atMost, () -> position >= wanted || closed || failure != null);
  }

  /** Waits until no thread drives it, but not for the calling one; false if in vain. */
  boolean awaitEnd(Duration atMost) {
    return waitFor(atMost, () -> driver == null || driver == Thread.currentThread());
  }

  /** Waits, but not on after it was closed. */
  void pause(Duration delay) {
    waitFor(delay, () -> closed);
  }

  /** An interrupt ends the wait and stays with the thread. */
  private boolean waitFor(Duration timeout, BooleanSupplier met) {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (!met.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return met.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return met.getAsBoolean();
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
