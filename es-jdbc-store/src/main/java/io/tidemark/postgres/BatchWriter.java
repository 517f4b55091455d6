package io.tidemark.postgres;

import io.tidemark.AppendOutcomeUnknownException;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches on the writer's own connection and answers every append in them. If the connection
 * breaks, it cannot know whether the batch was stored: it connects again and sends the same event
 * ids, until a deadline. Used by one thread at a time.
 */
final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final WriterConnection writerConnection;
  private final AppendStatement appendStatement;
  private final EventRows eventRows;
  private final List<AppendHook> hooks;
  private final Duration deadline;
  private final LongConsumer appended;

  BatchWriter(
      WriterConnection writerConnection,
      String schema,
      List<AppendHook> hooks,
      Duration deadline,
      LongConsumer appended) {
    this.writerConnection = writerConnection;
    this.appendStatement = new AppendStatement(schema);
    this.eventRows = new EventRows(schema);
    this.hooks = List.copyOf(hooks);
    this.deadline = deadline;
    this.appended = appended;
  }

  /** Writes a batch; every append in it is answered when this returns, and nothing is thrown. */
  void write(List<PendingAppend> batch) {
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    boolean maybeStored = false;
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      Connection connection = null;
      try {
        connection = writerConnection.get();
        answer(batch, execute(connection, batch));
        return;
      } catch (SQLException e) {
        boolean lost = connection == null || writerConnection.isLost(e);
        maybeStored |= lost && connection != null;
        if (!lost) {
          refused(batch, SqlErrors.translate("append", e));
          return;
        }
        writerConnection.discard();
        if (System.nanoTime() - giveUpAt > 0 || Thread.currentThread().isInterrupted()) {
          giveUp(batch, maybeStored, e);
          return;
        }
        LOG.warn("Connection lost in an append, trying again: {}", e.getMessage());
        sleep(pause);
      } catch (RuntimeException | Error e) {
        refused(batch, e);
        return;
      }
    }
  }

  private List<AppendOutcome> execute(Connection connection, List<PendingAppend> batch)
      throws SQLException {
    if (hooks.isEmpty()) {
      return appendStatement.execute(connection, batch);
    }
    connection.setAutoCommit(false);
    try {
      List<AppendOutcome> outcomes = appendStatement.execute(connection, batch);
      callHooks(new Session(connection), batch, outcomes);
      connection.commit();
      return outcomes;
    } catch (SQLException | RuntimeException | Error e) {
      writerConnection.rollBack(e);
      throw e;
    } finally {
      writerConnection.autoCommit();
    }
  }

  private void callHooks(
      Session transaction, List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      AppendOutcome outcome = outcomes.get(i);
      if (outcome.isAppended()) {
        first = Math.min(first, outcome.firstPosition());
        last = outcome.firstPosition() + batch.get(i).request().events().size() - 1;
      }
    }
    if (last > 0) {
      List<RecordedEvent> events = eventRows.between(transaction, first, last);
      hooks.forEach(hook -> hook.appended(transaction, events));
    }
  }

  private void answer(List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    for (int i = outcomes.size() - 1; i >= 0; i--) {
      if (outcomes.get(i).isAppended()) {
        long further = batch.get(i).request().events().size() - 1L;
        appended.accept(outcomes.get(i).firstPosition() + further);
        break;
      }
    }
    for (int i = 0; i < outcomes.size(); i++) {
      outcomes.get(i).complete(batch.get(i));
    }
  }

  /**
   * The database or a hook said no, so nothing is stored; alone, each append gets the answer that
   * is its own.
   */
  private void refused(List<PendingAppend> batch, Throwable failure) {
    if (batch.size() > 1 && !(failure instanceof StoreUnavailableException)) {
      batch.forEach(append -> write(List.of(append)));
    } else {
      batch.forEach(append -> append.result().completeExceptionally(failure));
    }
  }

  private static void giveUp(List<PendingAppend> batch, boolean maybeStored, SQLException cause) {
    for (PendingAppend append : batch) {
      append
          .result()
          .completeExceptionally(
              maybeStored
                  ? new AppendOutcomeUnknownException(
                      append.request().stream(), append.eventIds(), cause)
                  : SqlErrors.translate("append", cause));
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
