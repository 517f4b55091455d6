package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads every event as three changes: of x, of y and of x again. */
final class TwiceCodec implements EventCodec<String> {
  @Override
  public EventData encode(String event, Metadata metadata, Instant occurredAt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> decode(RecordedEvent event) {
    return List.of("x", "y", "x");
  }

  @Override
  public Set<String> types() {
    return Set.of();
  }
}
