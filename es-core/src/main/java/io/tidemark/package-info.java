/**
 * The vocabulary: streams, events, versions, positions, points in time, and what can go wrong with
 * them.
 *
 * <p>Everything here is an immutable value; every other package speaks in these words.
 */
@NullMarked
package io.tidemark;

import org.jspecify.annotations.NullMarked;
