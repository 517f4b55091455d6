package io.tidemark.replay.build;

import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
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
    return exact.map(batch::through).orElse(batch);
  }
}
