package io.tidemark.postgres.append;

import io.tidemark.jdbc.SqlErrors;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.WrongExpectedVersionException;
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
      if (outcomes.get(i) instanceof AppendOutcome.Appended appended) {
        head = appended.lastPosition(batch.get(i));
      }
    }
    if (head > 0) {
      headReached.accept(head);
    }
    return () -> {
      for (int i = 0; i < outcomes.size(); i++) {
        tell(batch.get(i), outcomes.get(i));
      }
    };
  }

  private static void tell(PendingAppend append, AppendOutcome outcome) {
    AppendRequest request = append.request();
    if (outcome instanceof AppendOutcome.Appended stored) {
      append
          .result()
          .complete(result(request, stored.firstVersion(), stored.firstPosition(), false));
    } else if (outcome instanceof AppendOutcome.AlreadyAppended stored) {
      append
          .result()
          .complete(result(request, stored.firstVersion(), stored.firstPosition(), true));
    } else if (outcome instanceof AppendOutcome.WrongVersion wrong) {
      append
          .result()
          .completeExceptionally(
              new WrongExpectedVersionException(
                  request.stream(), request.expected(), wrong.actual()));
    } else if (outcome instanceof AppendOutcome.IdTaken taken) {
      append
          .result()
          .completeExceptionally(
              new EventIdConflictException(
                  request.stream(), request.events().get(taken.event()).id(), taken.position()));
    }
  }

  private static AppendResult result(
      AppendRequest request, long version, long position, boolean alreadyAppended) {
    int further = request.events().size() - 1;
    return new AppendResult(
        request.stream(),
        version,
        version + further,
        position,
        position + further,
        alreadyAppended);
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
