/**
 * Accumulators that need a few kilobytes for any number of values, and are near the truth: how many
 * different ones, which are the most frequent, how they are spread. The door is {@link
 * io.tidemark.sketch.Sketches}.
 */
@NullMarked
package io.tidemark.sketch;

import org.jspecify.annotations.NullMarked;
