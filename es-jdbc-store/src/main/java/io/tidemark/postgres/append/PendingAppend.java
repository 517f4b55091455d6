package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An append on its way: what was asked for, what is known of it, and who is to be told. */
final class PendingAppend {
  private final List<AppendRequest> requests;
  private final List<EncodedEvent> events;
  private final List<Map.Entry<StreamId, ExpectedVersion>> expectedOfOthers;
  private final long characters;
  private final Deadline deadline;
  private final @Nullable CompletableFuture<AppendResult> promise;
  private final CompletableFuture<AppendAnswer> told = new CompletableFuture<>();
  private volatile @Nullable AppendAnswer answer;
  private volatile boolean maybeStored;
  private boolean telling;
  private @Nullable WatchedAppend watch;

  private PendingAppend(
      List<AppendRequest> requests,
      Deadline deadline,
      @Nullable CompletableFuture<AppendResult> promise) {
    this.requests = requests;
    this.events = all(requests).map(EncodedEvent::of).toList();
    this.expectedOfOthers =
        requests.stream()
            .flatMap(request -> request.condition().streams().entrySet().stream())
            .toList();
    this.characters = events.stream().mapToLong(EncodedEvent::characters).sum();
    this.deadline = deadline;
    this.promise = promise;
  }

  /** Of a caller that will {@link #await} the answer. */
  static PendingAppend waitedFor(List<AppendRequest> requests, Deadline deadline) {
    return new PendingAppend(requests, deadline, null);
  }

  /** Of a caller that goes on and is told by this promise. */
  static PendingAppend promised(
      AppendRequest request, Deadline deadline, CompletableFuture<AppendResult> promise) {
    return new PendingAppend(List.of(request), deadline, promise);
  }

  /** Somebody is told of it; before it is handed in. */
  PendingAppend watchedBy(@Nullable WatchedAppend watched) {
    watch = watched;
    return this;
  }

  /** What a listener gave when its requests began. */
  List<@Nullable Object> contexts() {
    return watch == null ? Collections.singletonList(null) : watch.contexts();
  }

  /** What is to be stored, all or none; at least one. */
  List<AppendRequest> requests() {
    return requests;
  }

  /** The first stream it goes to, by which people know it. */
  StreamId stream() {
    return requests.get(0).stream();
  }

  /** What its requests expect of streams that it does not write to, in their order. */
  List<Map.Entry<StreamId, ExpectedVersion>> expectedOfOthers() {
    return expectedOfOthers;
  }

  List<EncodedEvent> events() {
    return events;
  }

  /** Of data and metadata, for bounding what is in flight. */
  long characters() {
    return characters;
  }

  /** When to give up waiting for its turn. */
  Deadline deadline() {
    return deadline;
  }

  /** Ids of all its events. */
  List<UUID> eventIds() {
    return all(requests).map(EventData::id).toList();
  }

  /** All events of some requests, in their order. */
  private static Stream<EventData> all(List<AppendRequest> requests) {
    return requests.stream().flatMap(request -> request.events().stream());
  }

  /** Whether it was sent so that it may be stored, or may still come to be. */
  boolean isMaybeStored() {
    return maybeStored;
  }

  void setMaybeStored(boolean maybe) {
    maybeStored = maybe;
  }

  /** Settles what the caller will be told. */
  void settle(AppendAnswer settled) {
    answer = settled;
  }

  boolean isSettled() {
    return answer != null;
  }

  /** Whether its caller does not wait, so that what the caller does in the answer comes with it. */
  boolean isPromised() {
    return promise != null;
  }

  /** Whether it is this call that is to tell a caller who does not wait; asked by the leader. */
  boolean startTelling() {
    boolean isFirst = !telling;
    telling = true;
    return isFirst;
  }

  /** Tells the caller what was settled; doing so again changes nothing. */
  void tell() {
    AppendAnswer settled = answer;
    if (settled == null) {
      return;
    }
    if (promise != null && (watch != null || !promise.isDone())) {
      keepPromise(promise, settled);
    }
    told.complete(settled);
  }

  private void keepPromise(CompletableFuture<AppendResult> kept, AppendAnswer settled) {
    List<AppendResult> results;
    try {
      results = settled.open(this);
    } catch (RuntimeException | Error e) {
      if (watch != null) {
        watch.failed(e);
      }
      kept.completeExceptionally(e);
      return;
    }
    if (watch != null) {
      watch.succeeded(results);
    }
    kept.complete(results.get(0)); // only an append of one request is promised
  }

  /** Waits for the answer, however long the writer takes: it has a deadline of its own. */
  List<AppendResult> await() {
    return told.join().open(this);
  }
}
