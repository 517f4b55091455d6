package io.tidemark.postgres;

import io.tidemark.AppendOutcomeUnknownException;
import io.tidemark.jdbc.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the callers of a batch what became of their appends. To wake many takes about as long as to
 * store their events, so a large batch is answered by another thread while the writer goes on with
 * the next.
 */
final class Answers {
  private static final int LARGE = 8;

  private final LongConsumer headReached;
  private final Executor answering;

  Answers(LongConsumer headReached, Executor answering) {
    this.headReached = headReached;
    this.answering = answering;
  }

  /** The batch was committed, with these outcomes. */
  void committed(List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    long head = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isAppended()) {
        head = outcomes.get(i).lastPosition(batch.get(i));
      }
    }
    if (head > 0) {
      headReached.accept(head);
    }
    if (batch.size() < LARGE) {
      complete(batch, outcomes);
    } else {
      answering.execute(() -> complete(batch, outcomes));
    }
  }

  private static void complete(List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      outcomes.get(i).complete(batch.get(i));
    }
  }

  /** Nothing of the batch is stored, for this reason. */
  static void refused(List<PendingAppend> batch, Throwable reason) {
    batch.forEach(append -> append.result().completeExceptionally(reason));
  }

  /** Nobody knows whether the batch is stored. */
  static void unknown(List<PendingAppend> batch, @Nullable SQLException cause) {
    for (PendingAppend append : batch) {
      append
          .result()
          .completeExceptionally(
              new AppendOutcomeUnknownException(
                  append.request().stream(), append.eventIds(), cause));
    }
  }

  /** The batch never reached the database. */
  static void unsent(List<PendingAppend> batch, SQLException cause) {
    refused(batch, SqlErrors.translate("append", cause));
  }
}
