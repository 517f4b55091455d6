package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import java.time.Instant;
import java.util.List;

/** A match as it is told. */
record FoundMatch<G>(G key, long position, Instant from, Instant to, Matched events)
    implements Match<G> {
  @Override
  public <S> List<S> all(Element<S> element) {
    return events.all(element);
  }

  @Override
  public List<RecordedEvent> recorded(Element<?> element) {
    return events.recorded(element);
  }
}
