package io.tidemark.postgres.append;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches on the writer's own connection and sees to it that every append in them is
 * answered. If the connection breaks, it cannot know whether the batch was stored: it connects
 * again and sends the same event ids, until a deadline. Used by one thread at a time.
 */
final class BatchWriter implements GroupCommit.Writer {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final WriterConnection writerConnection;
  private final AppendTransaction transaction;
  private final Duration deadline;
  private final Answers answers;

  BatchWriter(
      WriterConnection writerConnection,
      AppendTransaction transaction,
      Duration deadline,
      Answers answers) {
    this.writerConnection = writerConnection;
    this.transaction = transaction;
    this.deadline = deadline;
    this.answers = answers;
  }

  @Override
  public Runnable write(List<PendingAppend> batch) {
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    boolean maybeStored = false;
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      boolean connected = false;
      try {
        Connection connection = writerConnection.get();
        connected = true;
        return answers.committed(batch, transaction.execute(connection, batch));
      } catch (SQLException e) {
        if (connected && !writerConnection.isLost(e)) {
          return refused(batch, SqlErrors.translate("append", e));
        }
        maybeStored |= connected;
        writerConnection.discard();
        if (System.nanoTime() - giveUpAt > 0) {
          return maybeStored ? Answers.unknown(batch, e) : Answers.unsent(batch, e);
        }
        LOG.warn("Connection lost in an append, trying again: {}", e.getMessage());
        pause(pause);
      } catch (RuntimeException | Error e) {
        return refused(batch, e);
      }
    }
  }

  /**
   * The database or a hook said no, so nothing is stored; alone, each append gets the answer that
   * is its own.
   */
  private Runnable refused(List<PendingAppend> batch, Throwable reason) {
    if (batch.size() == 1 || reason instanceof StoreUnavailableException) {
      return Answers.refused(batch, reason);
    }
    List<Runnable> each = batch.stream().map(append -> write(List.of(append))).toList();
    return () -> each.forEach(Runnable::run);
  }

  /** A leader that is interrupted goes on: it writes for others too, and has a deadline. */
  private static void pause(long millis) {
    boolean interrupted = Thread.interrupted();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
