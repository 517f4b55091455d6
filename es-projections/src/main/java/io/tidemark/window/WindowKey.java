package io.tidemark.window;

import java.time.Instant;
import java.util.Objects;

/**
 * Which row of a projection in windows.
 *
 * @param <G> the key of what is added up
 * @param key whose
 * @param from when the window begins
 */
public record WindowKey<G>(G key, Instant from) {
  /** Refuses nulls. */
  public WindowKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(from, "from");
  }

  /** Of a window of all keys together, that begins then. */
  public static WindowKey<AllKeys> acrossKeys(Instant from) {
    return new WindowKey<>(AllKeys.ALL, from);
  }
}
