package io.tidemark.pattern;

import java.time.Instant;

/**
 * A match of a pattern. Immutable.
 *
 * @param <G> the key in whose events it is looked for
 */
public interface Match<G> extends Matched {
  /** Whose. */
  G key();

  /** That of its first event, which no other match of this key begins with. */
  long position();

  /** When it begins: the time of its first event. */
  Instant from();

  /** When it ends: the time of its last event, or when the time is over in which one is absent. */
  Instant to();
}
