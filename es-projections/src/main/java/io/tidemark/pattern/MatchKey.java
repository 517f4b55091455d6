package io.tidemark.pattern;

import java.util.Objects;

/**
 * Which match of a pattern.
 *
 * @param <G> the key in whose events it is looked for
 * @param key whose
 * @param position of its first event
 */
public record MatchKey<G>(G key, long position) {
  /** Refuses null. */
  public MatchKey {
    Objects.requireNonNull(key, "key");
  }
}
