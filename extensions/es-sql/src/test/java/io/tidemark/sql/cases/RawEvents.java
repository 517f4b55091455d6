package io.tidemark.sql.cases;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Events that are read as they were recorded. */
record RawEvents(Set<String> types) implements EventCodec<RecordedEvent> {
  @Override
  public EventData encode(RecordedEvent event, Metadata metadata, Instant occurredAt) {
    throw new UnsupportedOperationException("Events of cases are stored as they are");
  }

  @Override
  public List<RecordedEvent> decode(RecordedEvent event) {
    return List.of(event);
  }
}
