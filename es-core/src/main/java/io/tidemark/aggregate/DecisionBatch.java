package io.tidemark.aggregate;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Decisions of several commands that were made one on top of the other and travel in one append,
 * all or none. Guarded by the lane until it is sent; then only its leader touches it.
 */
final class DecisionBatch {
  private final long expectedVersion;
  private final List<PendingDecision> appends = new ArrayList<>();

  /** Completes when the batch before this one is stored; or fails, if that one was not. */
  private final CompletableFuture<Void> turn = new CompletableFuture<>();

  /** Completes with whether all of it was stored. */
  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

  private long sentAt;

  DecisionBatch(long expectedVersion) {
    this.expectedVersion = expectedVersion;
  }

  /** Puts the events of one more command behind the others. */
  PendingDecision add(List<EventData> events) {
    PendingDecision append =
        new PendingDecision(this, lastVersion(), events, new CompletableFuture<>());
    appends.add(append);
    return append;
  }

  /** Whether these events came first, so that their command sends the batch. */
  boolean isLedBy(PendingDecision append) {
    return append.afterVersion() == expectedVersion;
  }

  boolean isShared() {
    return appends.size() > 1;
  }

  CompletableFuture<Void> turn() {
    return turn;
  }

  /** Whether this batch was sent after a moment, and all of it was stored. Waits for that. */
  boolean isStoredAndSentAfter(long moment) {
    return stored.join() && sentAt > moment;
  }

  void sentAt(long moment) {
    sentAt = moment;
  }

  long sentAt() {
    return sentAt;
  }

  AppendRequest request(StreamId stream) {
    return requestOf(stream, appends.stream().flatMap(a -> a.events().stream()).toList());
  }

  /** Only what came first, which was decided on stored state. */
  AppendRequest firstRequest(StreamId stream) {
    return requestOf(stream, appends.get(0).events());
  }

  void succeed(AppendResult result) {
    stored.complete(true);
    appends.forEach(append -> append.outcome().complete(result));
  }

  /** None was stored, for this reason. */
  void fail(Throwable failure) {
    appends.forEach(append -> append.outcome().completeExceptionally(failure));
    stored.complete(false);
  }

  /** Only the first command has an answer; the others have to decide again. */
  void answerFirst(AppendResult result) {
    appends.get(0).outcome().complete(result);
    fail(new SupersededException());
  }

  /** As {@link #answerFirst(AppendResult)}, with a failure. */
  void failFirst(Throwable failure) {
    appends.get(0).outcome().completeExceptionally(failure);
    fail(new SupersededException());
  }

  private long lastVersion() {
    return appends.isEmpty() ? expectedVersion : appends.get(appends.size() - 1).lastVersion();
  }

  private AppendRequest requestOf(StreamId stream, List<EventData> events) {
    return new AppendRequest(stream, ExpectedVersion.exactly(expectedVersion), events);
  }
}
