package io.tidemark.testing;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import java.time.Instant;
import java.util.List;

/** What has happened to the one thing that a fixture tests. */
record History<E>(String category, EventStore store, EventCodec<E> codec) implements AutoCloseable {

  void append(List<E> events) {
    if (!events.isEmpty()) {
      List<EventData> encoded =
          events.stream()
              .map(event -> codec.encode(event, Metadata.empty(), Instant.now()))
              .toList();
      store.append(stream(), ExpectedVersion.noStream(), encoded);
    }
  }

  List<E> after(int version) {
    return store
        .readStream(StreamQuery.of(stream()).after(version))
        .flatMap(event -> codec.decode(event).stream())
        .toList();
  }

  private StreamId stream() {
    return StreamId.of(category, AggregateFixture.KEY);
  }

  @Override
  public void close() {
    store.close();
  }
}
