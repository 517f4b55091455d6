package io.tidemark.stage;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often events are read. */
record CountingCodec<E>(EventCodec<E> codec, AtomicInteger reads) implements EventCodec<E> {
  @Override
  public EventData encode(E event, Metadata metadata, Instant occurredAt) {
    return codec.encode(event, metadata, occurredAt);
  }

  @Override
  public List<E> decode(RecordedEvent event) {
    reads.incrementAndGet();
    return codec.decode(event);
  }

  @Override
  public Set<String> types() {
    return codec.types();
  }
}
