/**
 * How far projections are, what they have put aside, when time went on without events, who runs
 * them, and since when: the tables of checkpoints, parked events, ticks, leases and runners. Their
 * door is {@link io.tidemark.projection.checkpoint.CheckpointTable}.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.projection.checkpoint;

import org.jspecify.annotations.NullMarked;
