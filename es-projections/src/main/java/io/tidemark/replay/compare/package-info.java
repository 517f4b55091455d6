/**
 * Comparing the rows that a replay makes with those that serve: which differ, and from which event
 * on. {@link io.tidemark.replay.Replays} asks for it.
 *
 * <p>Not API, but for {@link ComparisonReport}, {@link RowDifference} and {@link
 * RowsAheadException}: the rest is an engine for the package beside it.
 */
@NullMarked
package io.tidemark.replay.compare;

import org.jspecify.annotations.NullMarked;
