package io.tidemark.window;

import java.util.Objects;

/**
 * Which row of a projection with a row for each event.
 *
 * @param <G> the key of what is added up
 * @param key whose
 * @param position of the event
 */
public record EventKey<G>(G key, long position) {
  /** Refuses null. */
  public EventKey {
    Objects.requireNonNull(key, "key");
  }
}
