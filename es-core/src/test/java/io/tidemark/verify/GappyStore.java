package io.tidemark.verify;

import io.tidemark.RecordedEvent;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A store whose log lacks the event at one position: a reader that comes there is told. */
record GappyStore(EventStore store, long missing) implements EventStore {
  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return store
        .readAll(query)
        .peek(
            event -> {
              if (event.position() == missing) {
                throw new LogGapException(missing, missing + 1);
              }
            });
  }

  @Override
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    return store.readStream(query);
  }

  @Override
  public EventBatch readBatch(LogQuery query) {
    return store.readBatch(query);
  }

  @Override
  public AppendResult append(AppendRequest request) {
    return store.append(request);
  }

  @Override
  public List<AppendResult> appendAll(List<AppendRequest> requests) {
    return store.appendAll(requests);
  }

  @Override
  public CompletionStage<AppendResult> appendAsync(AppendRequest request) {
    return store.appendAsync(request);
  }

  @Override
  public long head() {
    return store.head();
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
