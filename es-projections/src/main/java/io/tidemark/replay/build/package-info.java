/**
 * Brings the rows of a slot to a position: reads ahead, folds into a bounded cache of rows, and
 * commits now and then; or has one statement after the other make them. Not API: an engine for
 * {@code io.tidemark.replay}. The door is {@link io.tidemark.replay.build.SlotBuilder}.
 */
@NullMarked
package io.tidemark.replay.build;

import org.jspecify.annotations.NullMarked;
