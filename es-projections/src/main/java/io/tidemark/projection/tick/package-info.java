/**
 * Time that goes on although no event comes: {@link io.tidemark.projection.tick.Tick ticks}, by
 * which windows close that would wait for ever else, at the same places in every replay.
 */
@NullMarked
package io.tidemark.projection.tick;

import org.jspecify.annotations.NullMarked;
