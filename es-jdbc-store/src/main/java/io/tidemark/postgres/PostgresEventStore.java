package io.tidemark.postgres;

import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.JsonGuard;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * An event store on PostgreSQL 14 or newer. Appends that come while a commit is under way share the
 * next commit; each gets its own outcome. Several stores, in one process or many, may use the same
 * log.
 *
 * <p>It takes readers' connections from the data source and opens one of its own for writing and
 * one for listening. Answers to {@link #appendAsync} come on a thread of the store or of another
 * caller, who waits meanwhile: do not block there.
 */
public final class PostgresEventStore implements EventStore {
  private final Jdbc jdbc;
  private final String schema;
  private final UUID logId;
  private final JsonGuard guard;
  private final GroupCommit groupCommit;
  private final WriterConnection writerConnection;
  private final HeadSignal headSignal;
  private final HeadNotifications notifications;
  private final ExecutorService pageReaders;

  PostgresEventStore(DataSource dataSource, PostgresEventStoreBuilder options) {
    this.jdbc = new Jdbc(dataSource);
    this.schema = options.schema;
    this.guard = options.guard;
    ServerSettings.check(jdbc);
    this.logId =
        jdbc.first("select log_id from " + schema + ".log", row -> row.uuid(1)).orElseThrow();
    DirectConnections connections = new DirectConnections(dataSource);
    this.headSignal = new HeadSignal(this::head, options.pollInterval);
    this.notifications = new HeadNotifications(jdbc, connections, headSignal, schema);
    this.writerConnection =
        new WriterConnection(connections, options.lockTimeout, options.outcomeTimeout);
    BatchWriter writer =
        new BatchWriter(
            writerConnection,
            new AppendTransaction(schema, options.hooks),
            options.outcomeTimeout,
            new Answers(this::appended));
    this.groupCommit = new GroupCommit("tidemark-writer-" + schema, options.limits, writer);
    this.pageReaders = Executors.newCachedThreadPool(daemons("tidemark-reader-"));
  }

  private ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name + schema);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts to describe a store whose log is in this database. */
  public static PostgresEventStoreBuilder builder(DataSource dataSource) {
    return new PostgresEventStoreBuilder(dataSource);
  }

  private void appended(long position) {
    headSignal.reached(position);
    notifications.send(position);
  }

  @Override
  public AppendResult append(AppendRequest request) {
    PendingAppend append = new PendingAppend(checked(request));
    groupCommit.submitOrLead(append);
    return append.await();
  }

  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    PendingAppend append = new PendingAppend(checked(request));
    groupCommit.submit(append);
    return append.result();
  }

  /** Everything that can fail without the database fails here, before the lock. */
  private AppendRequest checked(AppendRequest request) {
    for (EventData event : request.events()) {
      guard.check(event);
    }
    return request;
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    return PagedEvents.stream(new StreamPages(jdbc, schema, query), pageReaders);
  }

  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return PagedEvents.stream(new LogPages(jdbc, schema, query), pageReaders);
  }

  @Override
  public long head() {
    return LogPages.head(jdbc, schema);
  }

  @Override
  public long awaitBeyond(long position, Duration timeout) {
    notifications.listen();
    return headSignal.awaitBeyond(position, timeout);
  }

  @Override
  public UUID logId() {
    return logId;
  }

  /** The schema the log is in. */
  public String schema() {
    return schema;
  }

  /** The database the log is in, for what is kept beside it. */
  public Jdbc jdbc() {
    return jdbc;
  }

  @Override
  public void close() {
    groupCommit.close();
    writerConnection.close();
    notifications.close();
    pageReaders.shutdown();
  }
}
