package io.tidemark.aggregate;

import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A store in memory that notes what is asked of it, and lets a test do something before. */
final class WatchedStore implements EventStore {
  private final EventStore store = new InMemoryEventStore();
  private final List<AppendRequest> appends = Collections.synchronizedList(new ArrayList<>());
  private final List<StreamQuery> reads = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<AppendRequest> beforeAppend = request -> {};

  /** Called with each append before it is made; it may append itself, wait or throw. */
  void beforeAppend(Consumer<AppendRequest> action) {
    beforeAppend = action;
  }

  List<AppendRequest> appends() {
    return List.copyOf(appends);
  }

  List<StreamQuery> reads() {
    return List.copyOf(reads);
  }

  void forgetReads() {
    reads.clear();
  }

  /** The store behind, as another process uses it. */
  EventStore behind() {
    return store;
  }

  @Override
  public AppendResult append(AppendRequest request) {
    appends.add(request);
    beforeAppend.accept(request);
    return store.append(request);
  }

  @Override
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    appends.addAll(requests);
    requests.forEach(beforeAppend);
    return store.appendAll(requests);
  }

  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    return store.appendAsync(request);
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    reads.add(query);
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
}
