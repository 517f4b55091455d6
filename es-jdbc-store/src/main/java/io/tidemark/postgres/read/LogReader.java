package io.tidemark.postgres.read;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.LockedWork;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.store.PageKind;
import io.tidemark.store.StoreListener;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store reads of its log, and the wait for more of it. Thread-safe.
 *
 * <p>Each page or batch borrows a connection for as long as its query takes; the wait listens on
 * one of its own.
 */
public final class LogReader implements AutoCloseable {
  private static final long MAX_BATCH = 10_000;

  private final Jdbc jdbc;
  private final String schema;
  private final HeadSignal headSignal;
  private final HeadNotifications notifications;
  private final ExecutorService pageReaders;
  private final @Nullable PageListener listener;

  /**
   * How to read.
   *
   * @param schema where the log is
   * @param pollInterval after what time those who wait look by themselves, as long as they hear no
   *     notifications
   * @param listener is told of each page, if there is one; never throws
   */
  public record Settings(String schema, Duration pollInterval, @Nullable StoreListener listener) {}

  /** Of the log in this database. */
  public LogReader(Jdbc jdbc, DirectConnections connections, Settings settings) {
    this.jdbc = jdbc;
    this.schema = settings.schema();
    EndOfLog endOfLog = EndOfLog.of(schema);
    this.headSignal = new HeadSignal(() -> jdbc.inSession(endOfLog::in), settings.pollInterval());
    this.notifications = new HeadNotifications(jdbc, connections, headSignal, schema);
    this.pageReaders = Executors.newCachedThreadPool(daemons("tidemark-reader-" + schema));
    StoreListener told = settings.listener();
    this.listener = told == null ? null : new PageListener(told, pageReaders);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** See {@link io.tidemark.store.EventStore#readStream}. */
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    StreamQuery placed = query.until(placed(query.until()));
    return pages(PageKind.STREAM, new StreamPages(jdbc, schema, placed));
  }

  /** See {@link io.tidemark.store.EventStore#readAll}. */
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return pages(PageKind.LOG, new LogPages(jdbc, schema, query, end(query.until())));
  }

  private Stream<RecordedEvent> pages(PageKind kind, PagedEvents.Pages pages) {
    return PagedEvents.stream(
        listener == null ? pages : new WatchedPages(pages, kind, listener), pageReaders);
  }

  /** The same point, with the position that its time of recording stands for. */
  private AsOf placed(AsOf until) {
    if (until instanceof AsOf.RecordedAt point) {
      return AsOf.position(positionAsOf(point.instant()));
    }
    return until instanceof AsOf.Bitemporal both
        ? new AsOf.Bitemporal(placed(both.known()), both.happened())
        : until;
  }

  private long end(AsOf until) {
    if (until instanceof AsOf.RecordedAt point) {
      return positionAsOf(point.instant());
    }
    if (until instanceof AsOf.Bitemporal both) {
      return end(both.known());
    }
    return until instanceof AsOf.Position point ? Math.min(head(), point.position()) : head();
  }

  /**
   * The last position recorded by then, for ever: positions and times of recording go up together.
   * It is asked for in a transaction of its own, because the function waits for an append under way
   * and must see what that stored.
   *
   * @throws IllegalStateException if a hook asks for a time that its own append may still be
   *     recorded at: the answer would wait for that append
   */
  public long positionAsOf(Instant instant) {
    if (LockedWork.isUnderWay()) {
      requireBeforeHead(instant);
    }
    String sql = "select " + schema + ".position_as_of(?)";
    return jdbc.inTransaction(
        session -> session.first(sql, row -> row.integer(1), TimeOfLog.of(instant)).orElseThrow());
  }

  private void requireBeforeHead(Instant instant) {
    String sql = "select recorded_at from " + schema + ".events order by position desc limit 1";
    Optional<Instant> head = jdbc.first(sql, row -> row.instant(1));
    if (head.isEmpty() || instant.isAfter(head.get())) {
      throw new IllegalStateException(
          "Cannot tell the position as of %s within a hook: expected a time up to that of the last event committed, %s, because any other waits for the append that the hook is part of"
              .formatted(instant, head.map(Instant::toString).orElse("which there is none of")));
    }
  }

  /** See {@link io.tidemark.store.EventStore#readBatch}. */
  public EventBatch readBatch(LogQuery query) {
    query.requireBatch();
    PageLimit limit =
        new PageLimit(Math.min(query.limit(), MAX_BATCH), EventStore.BATCH_CHARACTERS);
    long began = System.nanoTime();
    LogSlice slice =
        new LogSlices(jdbc, schema, query).read(query.afterPosition(), Long.MAX_VALUE, limit);
    if (!query.isFiltered()) {
      slice.requireContiguous(Long.MAX_VALUE);
    }
    EventBatch batch = slice.batch();
    if (listener != null) {
      listener.read(PageKind.BATCH, batch.events().size(), began, false);
    }
    return batch;
  }

  /** See {@link io.tidemark.store.EventStore#event}. */
  public Optional<RecordedEvent> event(long position) {
    String sql = new EventRows(schema).select() + " where position = ?";
    return jdbc.first(sql, EventRows::map, position);
  }

  /** See {@link io.tidemark.store.EventStore#events}. */
  public List<RecordedEvent> events(Collection<Long> positions) {
    String sql = new EventRows(schema).select() + " where position = any(?) order by position";
    return jdbc.query(sql, EventRows::map, SqlArray.of("bigint", positions));
  }

  /** See {@link io.tidemark.store.EventStore#head}. */
  public long head() {
    String sql = "select coalesce(max(position), 0) from " + schema + ".events";
    long head = jdbc.first(sql, row -> row.integer(1)).orElseThrow();
    headSignal.told(head); // whoever asked may wait for somebody who has not seen it
    return head;
  }

  /** See {@link io.tidemark.store.EventStore#awaitBeyond}. */
  public boolean awaitBeyond(long position, Duration timeout) {
    notifications.listen();
    return headSignal.awaitBeyond(position, timeout);
  }

  /** See {@link io.tidemark.store.EventStore#awaitNews}. */
  public boolean awaitNews(LogPlace place, Duration timeout) {
    notifications.listen();
    return headSignal.awaitNews(place, timeout);
  }

  /** This process appended up to this position: tells whoever waits, here and elsewhere. */
  public void appended(long position) {
    headSignal.told(position);
    notifications.send(position);
  }

  @Override
  public void close() {
    notifications.close();
    pageReaders.shutdown();
  }
}
