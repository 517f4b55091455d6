package io.tidemark.postgres;

import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches on the writer's own connection and sees to it that every append in them is
 * answered. If the connection breaks, it cannot know whether the batch was stored: it connects
 * again and sends the same event ids, until a deadline. Used by one thread at a time.
 */
final class BatchWriter {
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

  /**
   * Writes a batch; every append in it is or will be answered when this returns, and nothing is
   * thrown.
   */
  void write(List<PendingAppend> batch) {
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    boolean maybeStored = false;
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      boolean connected = false;
      try {
        Connection connection = writerConnection.get();
        connected = true;
        answers.committed(batch, transaction.execute(connection, batch));
        return;
      } catch (SQLException e) {
        if (connected && !writerConnection.isLost(e)) {
          refused(batch, SqlErrors.translate("append", e));
          return;
        }
        maybeStored |= connected;
        writerConnection.discard();
        if (System.nanoTime() - giveUpAt > 0 || !sleep(pause)) {
          giveUp(batch, maybeStored, e);
          return;
        }
        LOG.warn("Connection lost in an append, trying again: {}", e.getMessage());
      } catch (RuntimeException | Error e) {
        refused(batch, e);
        return;
      }
    }
  }

  /**
   * The database or a hook said no, so nothing is stored; alone, each append gets the answer that
   * is its own.
   */
  private void refused(List<PendingAppend> batch, Throwable reason) {
    if (batch.size() > 1 && !(reason instanceof StoreUnavailableException)) {
      batch.forEach(append -> write(List.of(append)));
    } else {
      Answers.refused(batch, reason);
    }
  }

  private static void giveUp(List<PendingAppend> batch, boolean maybeStored, SQLException cause) {
    if (maybeStored) {
      Answers.unknown(batch, cause);
    } else {
      Answers.unsent(batch, cause);
    }
  }

  /** Returns false if the thread is asked to stop. */
  private static boolean sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
