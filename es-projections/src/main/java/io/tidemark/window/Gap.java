package io.tidemark.window;

import java.time.Instant;

/**
 * A window of a key that has no row.
 *
 * @param <G> the key of what is added up
 * @param key whose
 * @param from when it begins
 * @param to when it ends
 */
public record Gap<G>(G key, Instant from, Instant to) {}
