package io.tidemark.projection.checkpoint;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits until the rows of a projection have reached a position. Woken as soon as they have if they
 * are brought there in this process; looks again and again all the same, since others bring them
 * there too. Thread-safe.
 */
public final class ReachedWait {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What nanoseconds can count. */
  private static final Duration LONGEST = Duration.ofDays(100_000);

  private final CheckpointSignal signal;
  private final String projection;
  private final Supplier<ShardCheckpoints> look;

  /**
   * For the rows of this projection.
   *
   * @param look reads their checkpoints as they are now
   */
  public ReachedWait(CheckpointSignal signal, String projection, Supplier<ShardCheckpoints> look) {
    this.signal = signal;
    this.projection = projection;
    this.look = look;
  }

  /**
   * Waits on this thread, but no longer than that. An interrupt ends the wait too, and stays set.
   *
   * @return the checkpoints as they were seen last: if they have not reached the position, the time
   *     is over or the thread is interrupted
   */
  public ShardCheckpoints upTo(long position, Duration longest) {
    long most = (longest.compareTo(LONGEST) > 0 ? LONGEST : longest).toNanos();
    long deadline = System.nanoTime() + most;
    long pause = FIRST_PAUSE_NANOS;
    CheckpointSignal.Watch moves = signal.watch(projection);
    ShardCheckpoints stored = look.get();
    long left = deadline - System.nanoTime();
    while (stored.position() < position && left > 0 && !Thread.currentThread().isInterrupted()) {
      moves.await(position, Math.min(pause, left));
      pause = Math.min(MAX_PAUSE_NANOS, pause * 2);
      stored = look.get();
      left = deadline - System.nanoTime();
    }
    return stored;
  }
}
