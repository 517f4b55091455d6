package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import io.tidemark.postgres.LogInspection;
import io.tidemark.postgres.LogSizes;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Collects the figures of a system. Reads two events; the rest is counted by position. */
record SystemFigures(EventStore store, LogInspection inspection) {
  private static final Duration LATELY = Duration.ofDays(30);

  /**
   * Of the log in this store.
   *
   * @throws IllegalStateException if it is not on PostgreSQL
   */
  static SystemFigures of(EventStore store) {
    if (store instanceof PostgresEventStore postgres) {
      return new SystemFigures(store, LogInspection.of(postgres));
    }
    throw new IllegalStateException(
        "No figures of this store: expected a PostgresEventStore, actual "
            + store.getClass().getSimpleName());
  }

  SystemInfo info() {
    Instant now = inspection.serverTime();
    LogSpan log = log();
    LogSizes sizes = inspection.sizes();
    return new SystemInfo(
        now,
        log,
        growth(log, sizes, now),
        sizes,
        inspection.connections(),
        inspection.orderingLock(),
        new Versions(
            inspection.schemaVersion(),
            LogInspection.libraryVersion(),
            inspection.serverVersion(),
            System.getProperty("java.version")));
  }

  private LogSpan log() {
    long head = store.head();
    return new LogSpan(store.logId(), inspection.schema(), head, recordedAt(1), recordedAt(head));
  }

  private Optional<Instant> recordedAt(long position) {
    return store.event(position).map(RecordedEvent::recordedAt);
  }

  private LogGrowth growth(LogSpan log, LogSizes sizes, Instant now) {
    Instant until = log.last().filter(now::isBefore).orElse(now);
    Instant lately = until.minus(LATELY);
    Instant since = log.first().filter(lately::isBefore).orElse(lately);
    if (log.head() == 0) {
      return new LogGrowth(until, until, 0, 0);
    }
    long before = store.positionAsOf(since.minus(1, ChronoUnit.MICROS));
    double bytes = (double) (sizes.events() + sizes.indexes()) / log.head();
    return new LogGrowth(since, until, log.head() - before, bytes);
  }
}
