package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream, while callers of this process execute commands on it. Its state runs ahead of the
 * store: it holds every decision made so far. At most one batch of decisions is with the store;
 * what is decided meanwhile gathers in those behind it, each of which is sent only if the one
 * before it was stored. So an append never rests on events that somebody else's took the place of.
 *
 * <p>What is guarded by the lock is touched within {@link #locked}, or by a method that says that
 * it takes the lock. Waits end when the batches under way have ended; an interrupt does not end
 * them, because decisions of others may rest on this one.
 */
final class Lane<S> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final StreamId stream;
  private final StateLoader<S, ?> loader;

  /** Counts calls to the store, to tell which began after a command did. */
  private final AtomicLong calls = new AtomicLong();

  // Guarded by lock: everything below.
  private final Deque<DecisionBatch> waiting = new ArrayDeque<>();
  private @Nullable Versioned<S> state;
  private @Nullable DecisionBatch sent;
  private long confirmedAt;

  Lane(StreamId stream, StateLoader<S, ?> loader) {
    this.stream = stream;
    this.loader = loader;
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** A moment to compare calls to the store with. */
  long now() {
    return calls.get();
  }

  StreamId stream() {
    return stream;
  }

  /** The state after all decisions so far; read from the store if there is none in memory. */
  Versioned<S> state() {
    while (state == null && !isIdle()) {
      idle.awaitUninterruptibly(); // what is under way is not in the store yet
    }
    Versioned<S> known = state;
    return known == null ? read(() -> loader.load(stream, AsOf.latest())) : known;
  }

  /** The state with what others have appended; only while idle. */
  Versioned<S> refreshed() {
    Versioned<S> known = state;
    return known == null ? state() : read(() -> loader.catchUp(known, stream));
  }

  /** Forgets the state, because it is not known any more what is in it. */
  void forget() {
    state = null;
  }

  /**
   * Puts events behind all others, and goes on from the state with them. Either does both or throws
   * and does neither.
   */
  PendingDecision append(List<EventData> events, Versioned<S> after) {
    DecisionBatch last = waiting.peekLast();
    PendingDecision decision;
    if (last != null && last.hasRoomFor(events)) {
      decision = last.add(events);
    } else {
      DecisionBatch next = new DecisionBatch(after.version() - events.size());
      decision = next.add(events);
      if (isIdle()) {
        next.go();
      }
      waiting.addLast(next);
    }
    state = after;
    return decision;
  }

  /** The last batch that the state contains and that is not stored yet. */
  Optional<DecisionBatch> underWay() {
    return Optional.ofNullable(waiting.isEmpty() ? sent : waiting.getLast());
  }

  boolean isIdle() {
    return sent == null && waiting.isEmpty();
  }

  /** Whether the state was the newest at some time after this moment. Only while idle. */
  boolean isConfirmedAfter(long moment) {
    return confirmedAt > moment;
  }

  /**
   * Closes the batch whose turn it is, which is about to be handed to the store; false if it was
   * dropped. Takes the lock.
   */
  boolean send(DecisionBatch batch) {
    lock.lock();
    try {
      if (waiting.peekFirst() != batch) {
        return false;
      }
      batch.sentAt(calls.incrementAndGet());
      waiting.removeFirst();
      sent = batch;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next batch go. Takes the lock. */
  void stored(DecisionBatch batch) {
    lock.lock();
    try {
      confirmedAt = Math.max(confirmedAt, batch.sentAt());
      if (waiting.isEmpty()) {
        idle.signalAll();
      } else {
        waiting.getFirst().go();
      }
      sent = null; // at last: what fails before can still be dropped
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets go of a batch that was not stored, and drops all that was decided on it. Does nothing if
   * the batch is not here any more. Takes the lock.
   */
  void drop(DecisionBatch batch) {
    lock.lock();
    try {
      if (sent != batch && !waiting.contains(batch)) {
        return;
      }
      state = null;
      while (!waiting.isEmpty() && waiting.getLast() != batch) {
        waiting.getLast().drop();
        waiting.removeLast();
      }
      if (sent == null || waiting.isEmpty()) {
        idle.signalAll(); // who waits for it looks again
      }
      if (sent == batch) {
        sent = null;
      } else {
        waiting.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  private Versioned<S> read(Supplier<Versioned<S>> call) {
    long began = calls.incrementAndGet();
    state = null; // if the call fails halfway, a mutable state is neither the old nor the new one
    Versioned<S> read = call.get();
    state = read;
    confirmedAt = began;
    return read;
  }
}
