package io.tidemark.bank;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** A store of which certain appends fail, before or after they are stored. */
public final class UnreliableStore implements EventStore {
  private final EventStore store;
  private final AtomicInteger appends = new AtomicInteger();
  private final IntPredicate failsBefore;
  private final IntPredicate failsAfter;

  private UnreliableStore(EventStore store, IntPredicate failsBefore, IntPredicate failsAfter) {
    this.store = store;
    this.failsBefore = failsBefore;
    this.failsAfter = failsAfter;
  }

  /** The appends from the first number to before the last one store nothing. */
  public static EventStore failingAppends(EventStore store, int first, int last) {
    return new UnreliableStore(store, number -> number >= first && number < last, number -> false);
  }

  /** From this append on nothing is stored: the process is dead. */
  public static EventStore diesBeforeAppend(EventStore store, int append) {
    return new UnreliableStore(store, number -> number >= append, number -> false);
  }

  /** This append is stored, but nobody learns of it, and nothing is stored after it. */
  public static EventStore diesAfterAppend(EventStore store, int append) {
    return new UnreliableStore(store, number -> number > append, number -> number == append);
  }

  @Override
  public AppendResult append(AppendRequest request) {
    int number = appends.incrementAndGet();
    if (failsBefore.test(number)) {
      throw new StoreUnavailableException("Store is away at append " + number, null);
    }
    AppendResult result = store.append(request);
    if (failsAfter.test(number)) {
      throw new Died(number);
    }
    return result;
  }

  /** Fails as one append. */
  @Override
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    int number = appends.incrementAndGet();
    if (failsBefore.test(number)) {
      throw new StoreUnavailableException("Store is away at append " + number, null);
    }
    List<AppendResult> results = store.appendAll(requests);
    if (failsAfter.test(number)) {
      throw new Died(number);
    }
    return results;
  }

  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    try {
      return CompletableFuture.completedFuture(append(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    return store.readStream(query);
  }

  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return store.readAll(query);
  }

  @Override
  public long head() {
    return store.head();
  }

  @Override
  public EventBatch readBatch(LogQuery query) {
    return store.readBatch(query);
  }

  @Override
  public boolean awaitBeyond(long position, Duration timeout) {
    return store.awaitBeyond(position, timeout);
  }

  @Override
  public UUID logId() {
    return store.logId();
  }

  @Override
  public void close() {
    store.close();
  }

  /** No exception that anybody handles, like the end of a process. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died(int append) {
      super("The process died after append " + append);
    }
  }
}
