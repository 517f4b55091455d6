package io.tidemark.postgres.append;

import io.tidemark.ExpectedVersion;
import io.tidemark.store.StoreListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches on the writer's own connection and settles each append in them. Whatever goes
 * wrong without an answer of the database leaves it open whether the batch is stored: then it
 * connects again and sends the same event ids, until there is an answer or the deadline has passed.
 * Used by one thread at a time.
 */
final class BatchWriter implements GroupCommit.Writer {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final WriterConnection writerConnection;
  private final AppendTransaction transaction;
  private final Duration outcomeTimeout;
  private final LongConsumer headReached;
  private final @Nullable StoreListener listener;

  BatchWriter(
      WriterConnection writerConnection,
      AppendTransaction transaction,
      Appender.Settings settings,
      LongConsumer headReached) {
    this.writerConnection = writerConnection;
    this.transaction = transaction;
    this.outcomeTimeout = settings.outcomeTimeout();
    this.listener = settings.listener();
    this.headReached = headReached;
  }

  @Override
  public void write(Batch batch, Answering answering) {
    if (batch.isTakenOver()) {
      writerConnection.discard(); // whoever led before may have left it amid a message
    }
    List<PendingAppend> appends = withoutLate(batch.unsettled());
    if (appends.isEmpty()) {
      return;
    }
    Throwable refusal = send(appends, batch);
    if (refusal != null && appends.size() == 1) {
      appends.get(0).settle(AppendAnswer.refused(refusal));
    } else if (refusal != null) {
      writeEach(appends, batch, answering);
    }
  }

  private static List<PendingAppend> withoutLate(List<PendingAppend> appends) {
    for (PendingAppend append : appends) {
      if (append.deadline().isOver() && !append.isMaybeStored()) {
        append.settle(AppendAnswer.outOfTime());
      }
    }
    return appends.stream().filter(append -> !append.isSettled()).toList();
  }

  /**
   * The database or a hook said no to all; alone, each append gets the answer that is its own, at
   * once. If the database is away meanwhile, the rest need not find that out one by one.
   */
  private void writeEach(List<PendingAppend> appends, Batch batch, Answering answering) {
    for (PendingAppend append : appends) {
      if (append.isSettled()) {
        return; // all were given up
      }
      Throwable refusal = send(List.of(append), batch);
      if (refusal != null) {
        append.settle(AppendAnswer.refused(refusal));
      }
      answering.tell(List.of(append));
    }
  }

  /**
   * Sends until there is an answer, and settles the appends by it.
   *
   * @return why they were refused, if it is for good or by a hook; then they are not settled
   */
  private @Nullable Throwable send(List<PendingAppend> appends, Batch batch) {
    Deadline deadline = batch.deadline(outcomeTimeout);
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      long pause = FIRST_PAUSE_MILLIS;
      for (int tries = 1; ; tries++, pause = Math.min(2 * pause, MAX_PAUSE_MILLIS)) {
        Attempt attempt = new Attempt(appends);
        try {
          Connection connection = writerConnection.get(deadline);
          attempt.connected();
          settle(attempt, appends, transaction.execute(connection, appends, attempt));
          return null;
        } catch (SQLException | RuntimeException | Error e) {
          attempt.failed(e, writerConnection);
          if (e instanceof VirtualMachineError error && batch.isLedByCaller()) {
            throw error; // it is the caller's stack, and another thread has one too
          }
          if (attempt.isRefused() || (attempt.isUnavailableToHook() && !deadline.isOver())) {
            return e;
          }
          if (attempt.isUnavailable() || deadline.isOver()) {
            giveUp(batch, e);
            return null;
          }
          retrying(tries, e);
          pause(pause, interrupt);
        }
      }
    }
  }

  private void retrying(int attempt, Throwable error) {
    LOG.warn("An append got no answer, trying again: {}", error.toString());
    if (listener != null) {
      listener.retrying(attempt, error);
    }
  }

  private void settle(Attempt attempt, List<PendingAppend> appends, List<AppendOutcome> outcomes) {
    long head = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      PendingAppend append = appends.get(i);
      AppendOutcome outcome = outcomes.get(i);
      if (outcome instanceof AppendOutcome.Stored stored) {
        head = Math.max(head, stored.lastPosition());
      }
      boolean mayStillBeMet =
          attempt.wasMaybeStored(i)
              && outcome instanceof AppendOutcome.WrongVersion wrong
              && mayBeMetLater(wrong.expected(), wrong.actual());
      append.settle(mayStillBeMet ? AppendAnswer.unknown(null) : AppendAnswer.of(outcome));
    }
    if (head > 0) {
      headReached.accept(head);
    }
  }

  /**
   * Whether a stream that grows may come to meet the condition: then what was sent first, and is
   * perhaps still on its way, may be stored although it was refused here.
   */
  private static boolean mayBeMetLater(ExpectedVersion expected, long actual) {
    return expected instanceof ExpectedVersion.StreamExists
        || (expected instanceof ExpectedVersion.Exactly exactly && exactly.version() > actual);
  }

  private static void giveUp(Batch batch, Throwable reason) {
    for (PendingAppend append : batch.unsettled()) {
      append.settle(
          append.isMaybeStored() ? AppendAnswer.unknown(reason) : AppendAnswer.unavailable(reason));
    }
  }

  private static void pause(long millis, HeldInterrupt interrupt) {
    Deadline end = Deadline.in(Duration.ofMillis(millis));
    for (interrupt.hold(); !end.isOver(); interrupt.hold()) {
      LockSupport.parkNanos(end.nanosLeft());
    }
  }
}
