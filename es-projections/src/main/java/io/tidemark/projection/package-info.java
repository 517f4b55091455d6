/**
 * How the rows of a read model follow from events: the definition, {@link
 * io.tidemark.projection.Projection}. No SQL here; {@link io.tidemark.projection.postgres} keeps
 * the rows in PostgreSQL, and {@link io.tidemark.projection.memory} in memory.
 */
@NullMarked
package io.tidemark.projection;

import org.jspecify.annotations.NullMarked;
