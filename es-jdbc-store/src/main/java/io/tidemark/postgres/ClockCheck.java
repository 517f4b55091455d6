package io.tidemark.postgres;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the time of the log with the clock of its server: when a store opens, and after appends,
 * but not more often than once per interval. A clock that was ahead for a moment lifts the time of
 * recording of all later events until it has caught up. Looks on a thread and a reader's connection
 * of its own, so appends do not wait for it. Thread-safe.
 */
final class ClockCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);

  /** Events of one commit are recorded a little ahead of the clock, so that much means nothing. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private static final long CLOSE_SECONDS = 2;

  private final Jdbc jdbc;
  private final Settings settings;
  private final ExecutorService thread;
  private final AtomicLong lastNanos = new AtomicLong();

  /**
   * What to compare, and whom to tell.
   *
   * @param schema where the log is
   * @param interval shortest time from one look to the next
   * @param listener is told of a clock that is behind, if there is one; never throws
   */
  record Settings(String schema, Duration interval, @Nullable StoreListener listener) {}

  private ClockCheck(Jdbc jdbc, Settings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.thread =
        Executors.newCachedThreadPool(
            task -> {
              Thread made = new Thread(task, "tidemark-clock-" + settings.schema());
              made.setDaemon(true);
              return made;
            });
  }

  /** Looks for the first time, on this thread. */
  static ClockCheck begin(Jdbc jdbc, Settings settings) {
    ClockCheck check = new ClockCheck(jdbc, settings);
    check.look();
    check.lastNanos.set(System.nanoTime());
    return check;
  }

  /** Something was appended; returns at once. */
  void appended() {
    long last = lastNanos.get();
    long now = System.nanoTime();
    if (now - last < settings.interval().toNanos() || !lastNanos.compareAndSet(last, now)) {
      return;
    }
    try {
      thread.execute(this::tryToLook);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      LOG.debug("Clock not looked at", noThread); // a closed store, or no room: next time
    }
  }

  private void tryToLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.debug("Clock not looked at", e); // whoever appends finds out what is wrong
    }
  }

  private void look() {
    times(jdbc, settings.schema()).filter(Times::isAhead).ifPresent(this::warn);
  }

  private void warn(Times times) {
    LOG.warn(
        "Time of log {}: expected at most the server's clock {}, actual {}; until the clock has"
            + " caught up, events are recorded ahead of it",
        settings.schema(),
        times.clock(),
        times.log());
    if (settings.listener() != null) {
      settings.listener().clockBehind(Duration.between(times.clock(), times.log()));
    }
  }

  /** When the newest event was recorded and what time it is; empty if there are no events. */
  static Optional<Times> times(Jdbc jdbc, String schema) {
    return jdbc.first(
        "select recorded_at, clock_timestamp() from "
            + schema
            + ".events order by position desc limit 1",
        row -> new Times(row.instant(1), row.instant(2)));
  }

  /** Looks no more, and waits a little for a look that is under way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean unused = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Two times of one moment.
   *
   * @param log when the newest event was recorded
   * @param clock the server's clock
   */
  record Times(Instant log, Instant clock) {
    boolean isAhead() {
      return log.isAfter(clock.plus(TOLERANCE));
    }
  }
}
