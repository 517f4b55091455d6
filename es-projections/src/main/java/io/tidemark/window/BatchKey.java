package io.tidemark.window;

import java.util.Objects;

/**
 * Which row of a projection in batches.
 *
 * @param <G> the key of what is added up
 * @param key whose
 * @param number which batch of this key, from 0
 */
public record BatchKey<G>(G key, long number) {
  /** Refuses null. */
  public BatchKey {
    Objects.requireNonNull(key, "key");
  }
}
