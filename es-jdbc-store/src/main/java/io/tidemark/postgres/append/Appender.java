package io.tidemark.postgres.append;

import io.tidemark.jdbc.DirectConnections;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/** The way into the log: appends of many callers, a commit at a time. Thread-safe. */
public final class Appender implements AutoCloseable {
  private static final GroupCommit.Limits LIMITS =
      new GroupCommit.Limits(4_096, 32_000_000, 512, 4_000_000);

  private final GroupCommit groupCommit;
  private final WriterConnection writerConnection;

  /**
   * How to append.
   *
   * @param schema where the log is
   * @param outcomeTimeout how long an append may stay unanswered
   * @param lockTimeout how long to wait for other writers of the log
   * @param hooks what else belongs into the transaction of every append
   */
  public record Settings(
      String schema, Duration outcomeTimeout, Duration lockTimeout, List<AppendHook> hooks) {
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
    this.writerConnection =
        new WriterConnection(connections, settings.lockTimeout(), settings.outcomeTimeout());
    BatchWriter writer =
        new BatchWriter(
            writerConnection,
            new AppendTransaction(settings.schema(), settings.hooks()),
            settings.outcomeTimeout(),
            new Answers(committed));
    this.groupCommit = new GroupCommit("tidemark-writer-" + settings.schema(), LIMITS, writer);
  }

  /** See {@link io.tidemark.store.EventStore#append(AppendRequest)}; the events are checked. */
  public AppendResult append(AppendRequest request) {
    PendingAppend append = new PendingAppend(request);
    groupCommit.submitOrLead(append);
    return append.await();
  }

  /** See {@link io.tidemark.store.EventStore#appendAsync}; the events are checked. */
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    PendingAppend append = new PendingAppend(request);
    groupCommit.submit(append);
    return append.result();
  }

  /** Takes no more appends, and returns when those taken are answered. */
  @Override
  public void close() {
    groupCommit.close();
    writerConnection.close();
  }
}
