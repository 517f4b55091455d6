package io.tidemark.aggregate;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.StreamId;
import io.tidemark.Versioned;
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
 * what is decided meanwhile gathers in the next one, which is sent only if that one was stored. So
 * an append never rests on events that somebody else's took the place of.
 *
 * <p>Everything but {@link #now} is guarded by the lock, which {@link #locked} takes for a
 * decision.
 */
final class Lane<S> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final StreamId stream;
  private final StateLoader<S, ?> loader;

  /** Counts calls to the store, to tell which began after a command did. */
  private final AtomicLong calls = new AtomicLong();

  private @Nullable Versioned<S> state;
  private @Nullable DecisionBatch sent;
  private @Nullable DecisionBatch gathering;
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

  /** Puts events behind all others, and goes on from the state with them. */
  PendingDecision append(List<EventData> events, S after) {
    Versioned<S> before = state();
    DecisionBatch batch = gathering;
    if (batch == null) {
      batch = new DecisionBatch(before.version());
      gathering = batch;
      if (sent == null) {
        batch.turn().complete(null);
      }
    }
    PendingDecision append = batch.add(events);
    state = new Versioned<>(after, append.lastVersion());
    return append;
  }

  /** The last batch that the state contains and that is not stored yet. */
  Optional<DecisionBatch> underWay() {
    return Optional.ofNullable(gathering == null ? sent : gathering);
  }

  boolean isIdle() {
    return sent == null && gathering == null;
  }

  /** Whether the state was the newest at some time after this moment. Only while idle. */
  boolean isConfirmedAfter(long moment) {
    return confirmedAt > moment;
  }

  /** Closes a batch, which is about to be handed to the store. Takes the lock. */
  void send(DecisionBatch batch) {
    lock.lock();
    try {
      gathering = null;
      sent = batch;
      batch.sentAt(calls.incrementAndGet());
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next batch go. Takes the lock. */
  void stored(DecisionBatch batch) {
    lock.lock();
    try {
      sent = null;
      confirmedAt = Math.max(confirmedAt, batch.sentAt());
      signalNext();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops what was decided on a batch that was not stored; gives the batch dropped. Takes the lock.
   */
  Optional<DecisionBatch> notStored() {
    lock.lock();
    try {
      Optional<DecisionBatch> dropped = Optional.ofNullable(gathering);
      state = null;
      sent = null;
      gathering = null;
      signalNext();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void signalNext() {
    if (gathering == null) {
      idle.signalAll();
    } else {
      gathering.turn().complete(null);
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
