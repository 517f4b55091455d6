package io.tidemark.replay.build;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
import java.util.List;
import java.util.Optional;

/**
 * How far to go.
 *
 * @param position at least through here
 * @param exact the place to stop at; empty to take all that is read
 */
record Goal(long position, Optional<LogPlace> exact) {
  static Goal atLeast(long position) {
    return new Goal(position, Optional.empty());
  }

  static Goal exactly(LogPlace place) {
    return new Goal(place.position(), Optional.of(place));
  }

  /** The part of a batch that is not beyond it. */
  EventBatch cut(EventBatch batch) {
    if (exact.isEmpty() || batch.upTo().position() < position) {
      return batch;
    }
    List<RecordedEvent> part =
        batch.events().stream().filter(event -> event.position() <= position).toList();
    return new EventBatch(batch.after(), part, exact.get());
  }
}
