/**
 * How far projections are, who runs them, and since when: the tables of checkpoints, leases and
 * runners. Their door is {@link io.tidemark.projection.checkpoint.CheckpointTable}.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.projection.checkpoint;

import org.jspecify.annotations.NullMarked;
