package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An append on its way: what was asked for, and the promise of an answer. */
final class PendingAppend {
  private final AppendRequest request;
  private final List<EncodedEvent> events;
  private final int size;
  private final CompletableFuture<AppendResult> result = new CompletableFuture<>();

  PendingAppend(AppendRequest request) {
    this.request = request;
    this.events = request.events().stream().map(EncodedEvent::of).toList();
    this.size = events.stream().mapToInt(event -> event.data().length()).sum();
  }

  AppendRequest request() {
    return request;
  }

  List<EncodedEvent> events() {
    return events;
  }

  /** Characters of data, for bounding what is in flight. */
  int size() {
    return size;
  }

  List<UUID> eventIds() {
    return request.events().stream().map(EventData::id).toList();
  }

  CompletableFuture<AppendResult> result() {
    return result;
  }

  /** Waits for the answer, however long the writer takes: it has a deadline of its own. */
  AppendResult await() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        cause.addSuppressed(new AppendCaller());
        throw cause;
      }
      throw e;
    }
  }

  /** Shows in a stack trace who waited for the append that failed on another thread. */
  private static final class AppendCaller extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AppendCaller() {
      super("append was called here");
    }
  }
}
