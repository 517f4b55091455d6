package io.tidemark.projection.checkpoint;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those in this process who wait for a projection, once somebody in this process has brought
 * it further. That is only a reason to look: other processes bring it further too. Thread-safe.
 */
public final class CheckpointSignal {
  private final ConcurrentMap<String, Moves> byProjection = new ConcurrentHashMap<>();

  /** A checkpoint of this projection was moved to a position, and that is committed. */
  public void moved(String projection, long position) {
    moves(projection).add(position);
  }

  /** To be taken before one looks how far the projection is: no later move is missed then. */
  public Watch watch(String projection) {
    return new Watch(moves(projection));
  }

  private Moves moves(String projection) {
    return byProjection.computeIfAbsent(projection, name -> new Moves());
  }

  /** Waits for moves of one projection. Not thread-safe. */
  public static final class Watch {
    private final Moves moves;
    private long seen;

    private Watch(Moves moves) {
      this.moves = moves;
      this.seen = moves.count();
    }

    /**
     * Waits for a move to a position or beyond since the last one that ended a wait here, or since
     * this was taken, but no longer than that. An interrupt ends the wait too, and stays set.
     */
    public void await(long position, long nanos) {
      seen = moves.awaitBeyond(seen, position, nanos);
    }
  }

  /** How many there were. */
  private static final class Moves {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long count;
    private long furthest;

    void add(long position) {
      lock.lock();
      try {
        count++;
        furthest = Math.max(furthest, position);
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }

    long count() {
      lock.lock();
      try {
        return count;
      } finally {
        lock.unlock();
      }
    }

    long awaitBeyond(long seen, long position, long nanos) {
      lock.lock();
      try {
        long left = nanos;
        while ((count == seen || furthest < position) && left > 0) {
          left = more.awaitNanos(left);
        }
        return count;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return count;
      } finally {
        lock.unlock();
      }
    }
  }
}
