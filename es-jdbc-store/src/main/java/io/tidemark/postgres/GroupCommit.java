package io.tidemark.postgres;

import io.tidemark.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets appends that arrive while a commit is under way travel together in the next one. The commit
 * itself is the time in which a batch gathers; see {@link #awaitCompany} for the little that is
 * added.
 *
 * <p>Whoever holds {@code writing} may write. A blocking caller that finds nobody writing takes it
 * and writes its own append, so a single caller pays no thread hand-over; what gathered meanwhile,
 * and everything asynchronous, is written by the writer thread until nothing is left.
 */
final class GroupCommit implements AutoCloseable {
  /** Part of the time of a commit for which the next may be put off. */
  private static final double PATIENCE = 0.25;

  private final Limits limits;
  private final Consumer<List<PendingAppend>> writer;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final ArrayDeque<PendingAppend> queue = new ArrayDeque<>();
  private long queuedCharacters;
  private boolean writing;
  private boolean threadsTurn;
  private boolean closed;
  private int company; // how many the writer hopes to see in the queue; 0 while it does not wait

  /**
   * How much may wait and how much may travel together.
   *
   * @param queuedAppends appends that may wait before callers are held back
   * @param queuedCharacters characters of data that may wait before callers are held back
   * @param batchEvents events after which a batch is full
   * @param batchCharacters characters of data after which a batch is full
   */
  record Limits(int queuedAppends, long queuedCharacters, int batchEvents, long batchCharacters) {}

  GroupCommit(String name, Limits limits, Consumer<List<PendingAppend>> writer) {
    this.limits = limits;
    this.writer = writer;
    this.thread = new Thread(this::writeUntilClosed, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes an append and returns; it is written in the order of these calls. */
  void submit(PendingAppend append) {
    lock.lock();
    try {
      enqueue(append);
    } finally {
      lock.unlock();
    }
  }

  /** Takes an append; if nobody is writing, writes it on the caller's thread before it returns. */
  void submitOrWrite(PendingAppend append) {
    lock.lock();
    try {
      if (writing || closed) {
        enqueue(append);
        return;
      }
      writing = true;
    } finally {
      lock.unlock();
    }
    try {
      writer.accept(List.of(append));
    } finally {
      handOver();
    }
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
    if (!writing) {
      writing = true;
      threadsTurn = true;
      work.signal();
    } else if (queue.size() == company) {
      work.signal();
    }
  }

  private void handOver() {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        stopWriting();
      } else {
        threadsTurn = true;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void stopWriting() {
    writing = false;
    threadsTurn = false;
    idle.signalAll();
  }

  private void writeUntilClosed() {
    List<PendingAppend> batch = nextBatch();
    while (!batch.isEmpty()) {
      long began = System.nanoTime();
      writer.accept(batch);
      awaitCompany(batch.size(), System.nanoTime() - began);
      batch = nextBatch();
    }
  }

  /**
   * Gives the callers that were just answered a moment to come back with their next append. Without
   * it, callers that commit all the time split into two groups, one waiting while the other is
   * written, and each commit carries only half of them.
   */
  private void awaitCompany(int answered, long commitNanos) {
    lock.lock();
    try {
      company = answered + queue.size();
      long left = (long) (commitNanos * PATIENCE);
      while (queue.size() < company && left > 0 && !closed) {
        left = work.awaitNanos(left);
      }
      company = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The next appends to write together; none once closed and nothing is left. */
  private List<PendingAppend> nextBatch() {
    lock.lock();
    try {
      if (threadsTurn && queue.isEmpty()) {
        stopWriting();
      }
      while (!threadsTurn) {
        if (closed && !writing) {
          return List.of();
        }
        work.awaitUninterruptibly();
      }
      return takeBatch();
    } finally {
      lock.unlock();
    }
  }

  private List<PendingAppend> takeBatch() {
    List<PendingAppend> batch = new ArrayList<>();
    int events = 0;
    long characters = 0;
    while (!queue.isEmpty() && events < limits.batchEvents && characters < limits.batchCharacters) {
      PendingAppend append = queue.remove();
      batch.add(append);
      events += append.request().events().size();
      characters += append.size();
    }
    queuedCharacters -= characters;
    room.signalAll();
    return batch;
  }

  /** Takes no more appends, and returns when those taken are written. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      while (writing) {
        idle.awaitUninterruptibly();
      }
      work.signal();
    } finally {
      lock.unlock();
    }
  }
}
