package io.tidemark.history;

import io.tidemark.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands updates to one subscriber, on the thread that runs this, and no more than it has asked for:
 * while it asks for none, nothing is read.
 */
final class WatchSubscription<T> implements Flow.Subscription, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchSubscription.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Supplier<Source<T>> opening;
  private final Flow.Subscriber<? super T> subscriber;
  private final Deque<T> ready = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private long demand;
  private boolean cancelled;
  private boolean isRefused;

  WatchSubscription(Supplier<Source<T>> opening, Flow.Subscriber<? super T> subscriber) {
    this.opening = opening;
    this.subscriber = subscriber;
  }

  @Override
  public void request(long n) {
    tell(
        () -> {
          if (n < 1) {
            isRefused = true;
          } else {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
          }
        });
  }

  /** Nothing is handed over after what is being handed over now. */
  @Override
  public void cancel() {
    tell(() -> cancelled = true);
  }

  private void tell(Runnable change) {
    lock.lock();
    try {
      change.run();
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      Source<T> source = opened();
      while (hasDemand()) {
        handOver(source);
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Where it begins is settled before the subscriber hears of it, whatever it then does. */
  private Source<T> opened() {
    Source<T> source;
    try {
      source = opening.get();
    } catch (RuntimeException e) {
      subscriber.onSubscribe(this);
      throw e;
    }
    subscriber.onSubscribe(this);
    return source;
  }

  private void handOver(Source<T> source) throws InterruptedException {
    if (ready.isEmpty()) {
      read(source);
      return;
    }
    T next = ready.remove();
    lock.lock();
    try {
      demand--;
    } finally {
      lock.unlock();
    }
    subscriber.onNext(next);
  }

  private void read(Source<T> source) throws InterruptedException {
    try {
      ready.addAll(source.next(this::isOver));
    } catch (StoreUnavailableException e) {
      LOG.info("A watch will go on when the database answers: {}", e.getMessage());
      lock.lock();
      try {
        long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        while (left > 0 && !cancelled) {
          left = told.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for demand; false if it is over. */
  private boolean hasDemand() throws InterruptedException {
    lock.lock();
    try {
      while (demand == 0 && !cancelled && !isRefused) {
        told.await();
      }
      if (isRefused && !cancelled) {
        throw new IllegalArgumentException("Invalid request: expected at least 1, actual fewer");
      }
      return !cancelled;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      return cancelled || isRefused;
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable failure) {
    boolean silent;
    lock.lock();
    try {
      silent = cancelled;
      cancelled = true;
    } finally {
      lock.unlock();
    }
    if (!silent) {
      subscriber.onError(failure);
    }
  }

  /** Where updates come from. */
  @FunctionalInterface
  interface Source<T> {
    /** The next ones, maybe none; returns soon when it is over. */
    List<T> next(BooleanSupplier isOver);
  }
}
