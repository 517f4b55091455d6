package io.tidemark.projection;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads events of accounts, and those of an unknown type as two. */
final class SplittingCodec implements EventCodec<Accounts.Event> {
  @Override
  public EventData encode(Accounts.Event event, Metadata metadata, Instant occurredAt) {
    return Accounts.CODEC.encode(event, metadata, occurredAt);
  }

  @Override
  public List<Accounts.Event> decode(RecordedEvent event) {
    return event.type().equals("Unheard")
        ? List.of(new Accounts.Opened("Ann"), new Accounts.Opened("Bob"))
        : Accounts.CODEC.decode(event);
  }

  @Override
  public Set<String> types() {
    return Accounts.CODEC.types();
  }
}
