package io.tidemark.aggregate;

import io.tidemark.RetryableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import java.util.concurrent.CompletionException;

/** What the leader of a batch does: waits for its turn, appends the batch and tells everybody. */
record DecisionSender(EventStore store) {

  /** Returns or throws when everybody in the batch has an answer. */
  void send(DecisionBatch batch, Lane<?> lane) {
    if (!isItsTurn(batch)) {
      return; // it was dropped, and everybody in it knows
    }
    lane.send(batch);
    try {
      AppendResult result = store.append(batch.request(lane.stream()));
      lane.stored(batch);
      batch.succeed(result);
    } catch (RuntimeException failure) {
      Runnable answer = answerTo(failure, batch, lane.stream());
      dropWhatFollows(lane);
      answer.run();
    } catch (Error error) {
      dropWhatFollows(lane);
      batch.fail(error);
      throw error;
    }
  }

  private static boolean isItsTurn(DecisionBatch batch) {
    try {
      batch.turn().join();
      return true;
    } catch (CompletionException dropped) {
      return false;
    }
  }

  /** One bad command must not fail those who travel with it; a conflict concerns them all. */
  private Runnable answerTo(RuntimeException failure, DecisionBatch batch, StreamId stream) {
    boolean concernsAll = failure instanceof RetryableException || !batch.isShared();
    return concernsAll ? () -> batch.fail(failure) : sendFirst(batch, stream);
  }

  /** Sends the first command's events alone; the others were decided on top of them. */
  private Runnable sendFirst(DecisionBatch batch, StreamId stream) {
    try {
      AppendResult result = store.append(batch.firstRequest(stream));
      return () -> batch.answerFirst(result);
    } catch (RuntimeException failure) {
      return () -> batch.failFirst(failure);
    }
  }

  private static void dropWhatFollows(Lane<?> lane) {
    lane.notStored()
        .ifPresent(
            dropped -> {
              dropped.fail(new SupersededException());
              dropped.turn().completeExceptionally(new SupersededException());
            });
  }
}
