/**
 * What the stages of a projection remember between two batches: in a table, and what was used of it
 * lately in memory; and the ticks that they are told. The door is {@link
 * io.tidemark.projection.postgres.state.StoredState}.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.projection.postgres.state;

import org.jspecify.annotations.NullMarked;
