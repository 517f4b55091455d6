package io.tidemark.projection.checkpoint;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log that somebody else applied a batch first. That is how several processes share a
 * projection, and how one that hung finds out that it was replaced: so it is told now and then,
 * with a count. Thread-safe.
 */
public final class OvertakenLog {
  private static final Logger LOG = LoggerFactory.getLogger(OvertakenLog.class);
  private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private long count;
  private long told = System.nanoTime() - SILENCE_NANOS;

  /** Somebody else has applied a batch after this position. */
  public synchronized void tell(String projection, long position) {
    count++;
    if (System.nanoTime() - told >= SILENCE_NANOS) {
      told = System.nanoTime();
      LOG.info(
          "Projection {} was overtaken at position {}: somebody else applied the batch, nothing was"
              + " changed here ({} times so far)",
          projection,
          position,
          count);
    }
  }
}
