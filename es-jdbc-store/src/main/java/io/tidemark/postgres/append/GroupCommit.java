package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets appends that arrive while a commit is under way travel together in the next one.
 *
 * <p>One batch is written at a time, by a leader. A blocking caller that finds a batch ready to go
 * leads it on its own thread: a single caller pays no thread hand-over, and of many the last to
 * arrive writes for all. The thread of this class leads what nobody else does: appends of callers
 * that do not wait.
 *
 * <p>A batch is ready when it has as many appends as were in flight a moment ago, or enough to be
 * worth a commit anyway, or a part of the time of the last commit has passed. Without that pause,
 * callers that commit all the time split into two groups, one of which waits while the other is
 * written, and each commit carries only half of them.
 */
final class GroupCommit implements AutoCloseable {
  /** Part of the time of a commit for which the next one may be put off. */
  private static final double PATIENCE = 0.25;

  /**
   * As many appends are worth a commit of their own: waiting for more would cost more than it
   * saves.
   */
  private static final int ENOUGH = 24;

  private final Limits limits;
  private final Writer writer;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final ArrayDeque<PendingAppend> queue = new ArrayDeque<>();
  private long queuedCharacters;
  private boolean writing;
  private int answering; // leaders that have written and are telling their callers
  private int company; // how many to wait for
  private long patientUntil;
  private boolean closed;

  /** Stores batches. */
  interface Writer {
    /**
     * Stores a batch and gives what is left to do: tell the callers. Called by one thread at a
     * time; does not throw.
     */
    Runnable write(List<PendingAppend> batch);
  }

  /**
   * How much may wait and how much may travel together.
   *
   * @param queuedAppends appends that may wait before callers are held back
   * @param queuedCharacters characters of data that may wait before callers are held back
   * @param batchEvents events after which a batch is full
   * @param batchCharacters characters of data after which a batch is full
   */
  record Limits(int queuedAppends, long queuedCharacters, int batchEvents, long batchCharacters) {}

  GroupCommit(String name, Limits limits, Writer writer) {
    this.limits = limits;
    this.writer = writer;
    this.thread = new Thread(this::leadUntilClosed, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes an append and returns; it is written in the order of these calls. */
  void submit(PendingAppend append) {
    lock.lock();
    try {
      enqueue(append);
      wakeThread();
    } finally {
      lock.unlock();
    }
  }

  /** Takes an append, and leads the batch that is then ready, if there is one. */
  void submitOrLead(PendingAppend append) {
    List<PendingAppend> batch;
    lock.lock();
    try {
      enqueue(append);
      if (!isReady()) {
        wakeThread();
        return;
      }
      batch = takeBatch();
    } finally {
      lock.unlock();
    }
    lead(batch);
  }

  private void enqueue(PendingAppend append) {
    while (!closed
        && (queue.size() >= limits.queuedAppends || queuedCharacters >= limits.queuedCharacters)) {
      room.awaitUninterruptibly();
    }
    if (closed) {
      throw new StoreUnavailableException(
          "Event store closed: expected an open store for an append to "
              + append.request().stream(),
          null);
    }
    queue.add(append);
    queuedCharacters += append.size();
  }

  private boolean isReady() {
    return !writing && !queue.isEmpty() && nanosToReady() <= 0;
  }

  private long nanosToReady() {
    return queue.size() >= company || closed ? 0 : patientUntil - System.nanoTime();
  }

  /** The first of a batch starts the clock; the one that makes it ready stops it. */
  private void wakeThread() {
    if (!writing && (queue.size() == 1 || queue.size() >= company)) {
      work.signal();
    }
  }

  private List<PendingAppend> takeBatch() {
    List<PendingAppend> batch = new ArrayList<>();
    int events = 0;
    long characters = 0;
    while (!queue.isEmpty() && events < limits.batchEvents && characters < limits.batchCharacters) {
      PendingAppend append = queue.remove();
      batch.add(append);
      events += append.events().size();
      characters += append.size();
    }
    queuedCharacters -= characters;
    room.signalAll();
    writing = true;
    return batch;
  }

  /**
   * Writes a batch, lets the next one go, and only then wakes the callers, which takes time too.
   */
  private void lead(List<PendingAppend> batch) {
    long began = System.nanoTime();
    Runnable answers = writer.write(batch);
    lock.lock();
    try {
      long now = System.nanoTime();
      writing = false;
      answering++;
      company = Math.min(ENOUGH, batch.size() + queue.size());
      patientUntil = now + (long) ((now - began) * PATIENCE);
      if (!queue.isEmpty()) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    try {
      answers.run();
    } finally {
      answered();
    }
  }

  private void answered() {
    lock.lock();
    try {
      answering--;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leadUntilClosed() {
    List<PendingAppend> batch = awaitBatch();
    while (!batch.isEmpty()) {
      lead(batch);
      batch = awaitBatch();
    }
  }

  /** A batch that is ready; empty once closed and nothing is left. */
  private List<PendingAppend> awaitBatch() {
    lock.lock();
    try {
      while (!isReady()) {
        if (closed && queue.isEmpty()) {
          return List.of();
        }
        long nanos = writing || queue.isEmpty() ? Long.MAX_VALUE : nanosToReady();
        long unused = work.awaitNanos(nanos);
      }
      return takeBatch();
    } catch (InterruptedException e) {
      throw new IllegalStateException(
          "Nobody interrupts this thread, which all appends rely on", e);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more appends, and returns when those taken are written and answered. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signal();
      while (writing || answering > 0 || !queue.isEmpty()) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
