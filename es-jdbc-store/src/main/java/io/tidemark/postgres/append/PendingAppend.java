package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An append on its way: what was asked for, what is known of it, and who is to be told. */
final class PendingAppend {
  private final AppendRequest request;
  private final List<EncodedEvent> events;
  private final long characters;
  private final Deadline deadline;
  private final @Nullable CompletableFuture<AppendResult> promise;
  private final CompletableFuture<AppendAnswer> told = new CompletableFuture<>();
  private volatile @Nullable AppendAnswer answer;
  private volatile boolean maybeStored;
  private boolean telling;
  private @Nullable WatchedAppend watch;

  private PendingAppend(
      AppendRequest request, Deadline deadline, @Nullable CompletableFuture<AppendResult> promise) {
    this.request = request;
    this.events = request.events().stream().map(EncodedEvent::of).toList();
    this.characters = events.stream().mapToLong(EncodedEvent::characters).sum();
    this.deadline = deadline;
    this.promise = promise;
  }

  /** Of a caller that will {@link #await} the answer. */
  static PendingAppend waitedFor(AppendRequest request, Deadline deadline) {
    return new PendingAppend(request, deadline, null);
  }

  /** Of a caller that goes on and is told by this promise. */
  static PendingAppend promised(
      AppendRequest request, Deadline deadline, CompletableFuture<AppendResult> promise) {
    return new PendingAppend(request, deadline, promise);
  }

  /** Somebody is told of it; before it is handed in. */
  PendingAppend watchedBy(@Nullable WatchedAppend watched) {
    watch = watched;
    return this;
  }

  /** What a listener gave when it began. */
  @Nullable Object context() {
    return watch == null ? null : watch.context();
  }

  AppendRequest request() {
    return request;
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

  static List<UUID> eventIds(AppendRequest request) {
    return request.events().stream().map(EventData::id).toList();
  }

  /** Whether one of its events is among these. */
  boolean isAnyOf(Set<UUID> ids) {
    return !ids.isEmpty() && request.events().stream().anyMatch(event -> ids.contains(event.id()));
  }

  void addIdsTo(Set<UUID> ids) {
    request.events().forEach(event -> ids.add(event.id()));
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
    AppendResult result;
    try {
      result = settled.open(request);
    } catch (RuntimeException | Error e) {
      if (watch != null) {
        watch.failed(e);
      }
      kept.completeExceptionally(e);
      return;
    }
    if (watch != null) {
      watch.succeeded(result);
    }
    kept.complete(result);
  }

  /** Waits for the answer, however long the writer takes: it has a deadline of its own. */
  AppendResult await() {
    return told.join().open(request);
  }
}
