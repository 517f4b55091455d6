package io.tidemark.postgres.append;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells callers what became of their appends. Those who wait are woken by the leader. Of those who
 * do not, nobody knows what they do in the answer: it comes on a thread that nothing relies on.
 * Thread-safe.
 */
final class Answering {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Executor executor;
  private final ConcurrentLinkedQueue<PendingAppend> promised = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untold = new AtomicInteger();
  private final Set<Thread> tellers = ConcurrentHashMap.newKeySet();

  Answering(Executor executor) {
    this.executor = executor;
  }

  /** Tells what is settled; doing so again tells nobody twice. */
  void tell(List<PendingAppend> appends) {
    boolean anyPromised = false;
    for (PendingAppend append : appends) {
      if (!append.isPromised()) {
        append.tell();
      } else if (append.isSettled() && append.startTelling()) {
        untold.incrementAndGet();
        promised.add(append);
        anyPromised = true;
      }
    }
    if (anyPromised && !start()) {
      tellPromised();
    }
  }

  /** Takes another thread if answers wait, which those before them may have stopped. */
  void help() {
    if (!promised.isEmpty()) {
      boolean unused = start();
    }
  }

  private boolean start() {
    try {
      executor.execute(this::tellPromised);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      return false;
    }
  }

  private void tellPromised() {
    boolean isOutermost = tellers.add(Thread.currentThread());
    try {
      for (PendingAppend next = promised.poll(); next != null; next = promised.poll()) {
        try {
          next.tell();
        } finally {
          untold.decrementAndGet();
        }
      }
    } finally {
      if (isOutermost) {
        tellers.remove(Thread.currentThread());
      }
    }
  }

  /**
   * Whether this thread is telling somebody just now, so that waiting for the end of it is vain.
   */
  boolean isTelling() {
    return tellers.contains(Thread.currentThread());
  }

  /** Waits until nobody is being told, or until the deadline. */
  void awaitTold(Deadline deadline) {
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      while (untold.get() > 0 && !deadline.isOver()) {
        help();
        LockSupport.parkNanos(POLL_NANOS);
        interrupt.hold();
      }
    }
  }
}
