package io.tidemark.postgres.append;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.StoreListener;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way into the log: appends of many callers, a commit at a time. Every append ends as stored,
 * with its place, as refused, certainly not stored, or as unknown, with its event ids. Thread-safe.
 */
public final class Appender implements AutoCloseable {
  private static final AppendQueue.Limits LIMITS =
      new AppendQueue.Limits(4_096, 32_000_000, 512, 4_000_000);

  /** A single append is never divided, and all others wait for it. */
  private static final int MAX_EVENTS = 10_000;

  private static final long MAX_CHARACTERS = 32_000_000;

  private final Duration outcomeTimeout;
  private final ExecutorService threads;
  private final GroupCommit groupCommit;
  private final WriterConnection writerConnection;
  private final AppendTransaction transaction;
  private final Settings settings;

  /**
   * How to append.
   *
   * @param schema where the log is
   * @param outcomeTimeout how long an append waits for its turn, and then for its answer
   * @param lockTimeout how long to wait for other writers of the log
   * @param connectionLifetime when to replace the connection by a new one, though it works
   * @param hooks what else belongs into the transaction of every append
   * @param contentCheck refuses what could not be read back
   * @param listener is told of appends and batches, if there is one; never throws
   */
  public record Settings(
      String schema,
      Duration outcomeTimeout,
      Duration lockTimeout,
      Duration connectionLifetime,
      List<AppendHook> hooks,
      Consumer<AppendRequest> contentCheck,
      @Nullable StoreListener listener) {
    /** Of these. */
    public Settings {
      hooks = List.copyOf(hooks);
    }
  }

  /**
   * Opens the way; connects with the first append.
   *
   * @param connections where its one connection comes from
   * @param settings how to append
   * @param committed is told each position that the log reaches by this way
   */
  public Appender(DirectConnections connections, Settings settings, LongConsumer committed) {
    this.settings = settings;
    this.transaction = new AppendTransaction(settings.schema(), settings.hooks());
    this.outcomeTimeout = settings.outcomeTimeout();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "tidemark-answers-" + settings.schema());
              thread.setDaemon(true);
              return thread;
            });
    this.writerConnection = new WriterConnection(connections, settings, threads);
    GroupCommit.Writer writer = new BatchWriter(writerConnection, transaction, settings, committed);
    if (settings.listener() != null) {
      writer = new WatchedWriter(writer, settings.listener());
    }
    this.groupCommit =
        new GroupCommit(
            "tidemark-writer-" + settings.schema(), LIMITS, writer, new Answering(threads));
  }

  /**
   * See {@link io.tidemark.store.EventStore#appendAll}; one request alone is an append.
   *
   * @throws IllegalArgumentException if it is too large for one commit
   */
  public List<AppendResult> append(List<AppendRequest> requests) {
    WatchedAppend watch = WatchedAppend.start(settings.listener(), requests);
    if (watch == null) {
      return append(requests, null);
    }
    try {
      List<AppendResult> results = append(requests, watch);
      watch.succeeded(results);
      return results;
    } catch (RuntimeException | Error e) {
      watch.failed(e);
      throw e;
    }
  }

  private List<AppendResult> append(List<AppendRequest> requests, @Nullable WatchedAppend watch) {
    PendingAppend append = waitedFor(requests).watchedBy(watch);
    groupCommit.submitOrLead(append);
    return append.await();
  }

  private PendingAppend waitedFor(List<AppendRequest> requests) {
    check(requests);
    PendingAppend append = PendingAppend.waitedFor(requests, Deadline.in(outcomeTimeout));
    requireFewCharacters(append);
    return append;
  }

  /**
   * See {@link io.tidemark.store.EventStore#appendAsync}.
   *
   * @throws IllegalArgumentException if it is too large for one commit
   */
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    WatchedAppend watch = WatchedAppend.start(settings.listener(), List.of(request));
    try {
      check(List.of(request));
      CompletableFuture<AppendResult> promise = new CompletableFuture<>();
      PendingAppend append = PendingAppend.promised(request, Deadline.in(outcomeTimeout), promise);
      requireFewCharacters(append);
      groupCommit.submit(append.watchedBy(watch));
      return promise;
    } catch (RuntimeException | Error e) {
      if (watch != null) {
        watch.failed(e);
      }
      throw e;
    }
  }

  /** Everything that can fail without the database fails here, before the lock. */
  private void check(List<AppendRequest> requests) {
    requireFewEvents(requests);
    requests.forEach(settings.contentCheck());
  }

  /**
   * Appends in a transaction of the caller's, beside those that travel together. No listener is
   * told: only the caller knows how it ends.
   *
   * @param connection the caller's
   * @param logId which log it must lead to
   * @param committed is told, after the commit, which position the log may have reached by it
   */
  public CallerTransaction inTransaction(
      Connection connection, UUID logId, LongConsumer committed) {
    CallerTransaction.Terms terms =
        new CallerTransaction.Terms(
            this::waitedFor,
            new TransactionCheck(settings.schema(), logId, settings.lockTimeout()),
            transaction);
    return new CallerTransaction(connection, terms, committed);
  }

  private static void requireFewEvents(List<AppendRequest> requests) {
    int events = requests.stream().mapToInt(request -> request.events().size()).sum();
    if (events > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "Invalid append to %s: expected at most %d events in one append, actual %d"
              .formatted(requests.get(0).stream(), MAX_EVENTS, events));
    }
  }

  private static void requireFewCharacters(PendingAppend append) {
    if (append.characters() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "Invalid append to %s: expected at most %d characters of data and metadata in one append, actual %d"
              .formatted(append.stream(), MAX_CHARACTERS, append.characters()));
    }
  }

  /** Takes no more appends, and returns when those taken are answered. */
  @Override
  public void close() {
    groupCommit.close();
    writerConnection.close();
    threads.shutdown();
  }
}
