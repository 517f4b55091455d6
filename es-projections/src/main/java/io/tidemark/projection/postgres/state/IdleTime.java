package io.tidemark.projection.postgres.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long it must be quiet, and since when it is looked at. Thread-safe. */
public final class IdleTime {
  private final Duration time;
  private volatile long over;

  /** Is over at first: nobody knows how long it was quiet before. */
  public IdleTime(Duration time) {
    this.time = time;
    this.over = System.nanoTime();
  }

  /** From now on, by the clock of this process. */
  public void begin() {
    over = System.nanoTime() + time.toNanos();
  }

  public boolean isOver() {
    return System.nanoTime() - over >= 0;
  }

  /** So much before a time, as the log keeps times. */
  public Instant before(Instant now) {
    return now.minus(time).truncatedTo(ChronoUnit.MICROS);
  }
}
