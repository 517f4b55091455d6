package io.tidemark.postgres.read;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * Everything that a store reads of its log, and the wait for more of it. Thread-safe.
 *
 * <p>Each read borrows a connection for one query; the wait listens on one of its own.
 */
public final class LogReader implements AutoCloseable {
  private final Jdbc jdbc;
  private final String schema;
  private final HeadSignal headSignal;
  private final HeadNotifications notifications;
  private final ExecutorService pageReaders;

  /** Of the log in this schema; a waiting reader looks by itself once per interval. */
  public LogReader(Jdbc jdbc, DirectConnections connections, String schema, Duration pollInterval) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.headSignal = new HeadSignal(this::head, pollInterval);
    this.notifications = new HeadNotifications(jdbc, connections, headSignal, schema);
    this.pageReaders = Executors.newCachedThreadPool(daemons("tidemark-reader-" + schema));
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
    return PagedEvents.stream(new StreamPages(jdbc, schema, query), pageReaders);
  }

  /** See {@link io.tidemark.store.EventStore#readAll}. */
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return PagedEvents.stream(new LogPages(jdbc, schema, query), pageReaders);
  }

  /** See {@link io.tidemark.store.EventStore#head}. */
  public long head() {
    return LogPages.head(jdbc, schema);
  }

  /** See {@link io.tidemark.store.EventStore#awaitBeyond}. */
  public long awaitBeyond(long position, Duration timeout) {
    notifications.listen();
    return headSignal.awaitBeyond(position, timeout);
  }

  /** This process appended up to this position: tells whoever waits, here and elsewhere. */
  public void appended(long position) {
    headSignal.reached(position);
    notifications.send(position);
  }

  @Override
  public void close() {
    notifications.close();
    pageReaders.shutdown();
  }
}
