package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A store whose log becomes another one while it stays open, as by a failover: the same log by its
 * id, but shorter. Its waits end at once, as if somebody had always just told of an append.
 */
final class ReplaceableLog implements EventStore {
  private final UUID logId = UUID.randomUUID();
  private volatile EventStore store = new InMemoryEventStore();

  /** The first events of the log are there again, under their ids, and no others. */
  void loseAllBehind(long position) {
    EventStore shorter = new InMemoryEventStore();
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all().limit(position))) {
      events.forEach(event -> copy(event, shorter));
    }
    store = shorter;
  }

  private static void copy(RecordedEvent event, EventStore to) {
    EventData same =
        new EventData(event.id(), event.type(), event.data(), event.metadata(), event.occurredAt());
    to.append(event.stream(), ExpectedVersion.any(), List.of(same));
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
  public Stream<RecordedEvent> readStream(StreamQuery query) {
    return store.readStream(query);
  }

  @Override
  public Stream<RecordedEvent> readAll(LogQuery query) {
    return store.readAll(query);
  }

  @Override
  public EventBatch readBatch(LogQuery query) {
    return store.readBatch(query);
  }

  @Override
  public long head() {
    return store.head();
  }

  @Override
  public boolean awaitBeyond(long position, Duration timeout) {
    return true;
  }

  @Override
  public UUID logId() {
    return logId;
  }

  @Override
  public void close() {
    store.close();
  }
}
