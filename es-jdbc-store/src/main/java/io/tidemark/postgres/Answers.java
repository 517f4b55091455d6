package io.tidemark.postgres;

import io.tidemark.jdbc.SqlErrors;
import io.tidemark.store.AppendOutcomeUnknownException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Tells the callers of a batch what became of their appends. Each method gives the telling, to be
 * done when it suits.
 */
final class Answers {
  private final LongConsumer headReached;

  Answers(LongConsumer headReached) {
    this.headReached = headReached;
  }

  /**
   * The batch was committed, with these outcomes; whoever waits for the log to grow hears of it at
   * once.
   */
  Runnable committed(List<PendingAppend> batch, List<AppendOutcome> outcomes) {
    long head = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isAppended()) {
        head = outcomes.get(i).lastPosition(batch.get(i));
      }
    }
    if (head > 0) {
      headReached.accept(head);
    }
    return () -> {
      for (int i = 0; i < outcomes.size(); i++) {
        outcomes.get(i).complete(batch.get(i));
      }
    };
  }

  /** Nothing of the batch is stored, for this reason. */
  static Runnable refused(List<PendingAppend> batch, Throwable reason) {
    return () -> batch.forEach(append -> append.result().completeExceptionally(reason));
  }

  /** Nobody knows whether the batch is stored. */
  static Runnable unknown(List<PendingAppend> batch, SQLException cause) {
    return () ->
        batch.forEach(
            append ->
                append
                    .result()
                    .completeExceptionally(
                        new AppendOutcomeUnknownException(
                            append.request().stream(), append.eventIds(), cause)));
  }

  /** The batch never reached the database. */
  static Runnable unsent(List<PendingAppend> batch, SQLException cause) {
    return refused(batch, SqlErrors.translate("append", cause));
  }
}
