package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Part of the time of a commit for which the next one may be put off. */
  private static final double PATIENCE = 0.25;

  /**
   * As many appends are worth a commit of their own: waiting for more would cost more than it
   * saves.
   */
  private static final int MAX_COMPANY = 24;

  /** How long an Error of a leader may go unnoticed at the most. */
  private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long a closing store waits for what its callers do in their answers. */
  private static final Duration MAX_ANSWER_WAIT = Duration.ofSeconds(10);

  private final Writer writer;
  private final Answering answering;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final AppendQueue queue;
  private @Nullable Batch writing;
  private int telling; // leaders that have written and are telling their callers
  private int company; // how many to wait for
  private long patientUntil;
  private boolean closed;

  private volatile @Nullable Thread leader;
  private volatile @Nullable Batch abandoned; // by a leader that an Error hit

  /** Stores batches. */
  interface Writer {
    /**
     * Stores a batch and settles its appends; may tell some of them already. Called by one thread
     * at a time. If it throws, it is called again with the same batch, on another thread.
     */
    void write(Batch batch, Answering answering);
  }

  GroupCommit(String name, AppendQueue.Limits limits, Writer writer, Answering answering) {
    this.queue = new AppendQueue(limits);
    this.writer = writer;
    this.answering = answering;
    this.thread = new Thread(this::leadUntilClosed, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes an append and returns; it is written in the order of these calls. */
  void submit(PendingAppend append) {
    StackRoom.require();
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
    StackRoom.require();
    requireNotLeading("append and wait for it; appendAsync is possible");
    Batch batch;
    lock.lock();
    try {
      enqueue(append);
      if (!isReady()) {
        wakeThread();
        return;
      }
      batch = takeBatch(true);
    } finally {
      lock.unlock();
    }
    lead(batch);
  }

  private void requireNotLeading(String what) {
    if (leader == Thread.currentThread()) {
      throw new IllegalStateException(
          "Invalid call within a hook: expected work on its transaction, actual a wish to " + what);
    }
  }

  private void enqueue(PendingAppend append) {
    if (queue.isFull() && leader != Thread.currentThread()) {
      awaitRoom(append);
    }
    if (closed) {
      throw new StoreUnavailableException(
          "Event store closed: expected an open store for an append to " + append.stream(), null);
    }
    queue.add(append);
  }

  private void awaitRoom(PendingAppend append) {
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      while (!closed && queue.isFull()) {
        if (append.deadline().isOver()) {
          throw new StoreUnavailableException(
              "Append to %s was not taken: expected room within outcomeTimeout, actual %s before it"
                  .formatted(append.stream(), queue),
              null);
        }
        try {
          long unused = room.awaitNanos(append.deadline().nanosLeft());
        } catch (InterruptedException e) {
          interrupt.caught();
        }
      }
    }
  }

  private boolean isReady() {
    return writing == null && !queue.isEmpty() && nanosToReady() <= 0;
  }

  private long nanosToReady() {
    return queue.size() >= company || closed ? 0 : patientUntil - System.nanoTime();
  }

  /** The first of a batch starts the clock; the one that makes it ready stops it. */
  private void wakeThread() {
    if (writing == null && (queue.size() == 1 || queue.size() >= company)) {
      work.signal();
    }
  }

  private Batch takeBatch(boolean byCaller) {
    Batch batch = new Batch(queue.takeBatch(), byCaller);
    room.signalAll();
    writing = batch;
    return batch;
  }

  /**
   * Writes a batch, lets the next one go, and only then wakes the callers, which takes time too. An
   * Error of the leader is not the callers': the thread of this class then leads once more.
   */
  private void lead(Batch batch) {
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      if (writing == batch) {
        leader = Thread.currentThread();
        long began = System.nanoTime();
        writer.write(batch, answering);
        interrupt.hold();
        letNextGo(batch, System.nanoTime() - began);
      }
      answering.tell(batch.appends());
      told();
    } catch (RuntimeException | Error e) {
      if (leader == Thread.currentThread()) {
        leader = null;
      }
      batch.error = e; // fields, not calls, for which there may be neither stack nor memory
      batch.nextAbandoned = abandoned;
      abandoned = batch;
      wakeThreadAfterError();
    }
  }

  private void letNextGo(Batch batch, long took) {
    lock.lock();
    try {
      company = Math.min(MAX_COMPANY, batch.appends().size() + queue.size());
      patientUntil = System.nanoTime() + (long) (took * PATIENCE);
      if (!queue.isEmpty() || closed) {
        work.signal();
      }
      telling++;
      leader = null;
      writing = null;
    } finally {
      lock.unlock();
    }
  }

  private void told() {
    lock.lock();
    try {
      telling--;
      if (closed) {
        idle.signalAll();
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Should this fail too, the thread looks by itself before long. */
  private void wakeThreadAfterError() {
    lock.lock();
    try {
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void leadUntilClosed() {
    while (true) {
      try {
        Batch batch = awaitBatch();
        if (batch == null) {
          return;
        }
        lead(batch);
        if (abandoned != null) {
          LockSupport.parkNanos(PAUSE_NANOS); // by this thread itself
        }
      } catch (RuntimeException | Error e) {
        LOG.warn("The thread that all appends rely on goes on after an error", e);
      }
    }
  }

  /** A batch that is ready or was abandoned; null once closed and nothing is left. */
  private @Nullable Batch awaitBatch() {
    lock.lock();
    try {
      while (abandoned == null && !isReady()) {
        if (closed && queue.isEmpty() && writing == null && telling == 0) {
          return null;
        }
        boolean isWatching = writing != null || queue.isEmpty();
        if (work.awaitNanos(isWatching ? WATCH_NANOS : nanosToReady()) <= 0 && isWatching) {
          answering.help();
        }
      }
      Batch left = abandoned;
      if (left == null) {
        return takeBatch(false);
      }
      abandoned = left.nextAbandoned;
      left.takeOver();
      LOG.warn("The leader of a batch failed, another thread takes over", left.error);
      return left;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted: expected nobody to know this thread", e);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more appends, and returns when those taken are written and answered. */
  @Override
  public void close() {
    requireNotLeading("close the store");
    boolean isAnswer = answering.isTelling(); // and would wait for itself
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signal();
      while (writing != null || (telling > 0 && !isAnswer) || !queue.isEmpty()) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    if (!isAnswer) {
      answering.awaitTold(Deadline.in(MAX_ANSWER_WAIT));
    }
  }
}
