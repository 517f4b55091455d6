package io.tidemark.projection.postgres.state;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.tick.Tick;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

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

  /**
   * Whether none of these events was recorded since the time of a tick, and none at all is still to
   * come before it.
   */
  public static boolean isQuiet(EventStore log, LogQuery events, Tick tick) {
    long since = Math.min(tick.position(), log.positionAsOf(tick.time()));
    if (log.head() != tick.position()) {
      return false;
    }
    try (Stream<RecordedEvent> some = log.readAll(events.after(since).limit(1))) {
      return some.findAny().isEmpty();
    }
  }

  /** So much before a time, as the log keeps times. */
  public Instant before(Instant now) {
    return now.minus(time).truncatedTo(ChronoUnit.MICROS);
  }
}
