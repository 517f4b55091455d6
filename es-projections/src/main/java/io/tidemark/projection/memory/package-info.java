/**
 * Projections whose rows are in memory: kept up to date there, or folded when they are asked for.
 * Nothing is stored, and no database is needed. The doors are {@link
 * io.tidemark.projection.memory.InMemoryProjection} and {@link
 * io.tidemark.projection.memory.LiveProjection}.
 */
@NullMarked
package io.tidemark.projection.memory;

import org.jspecify.annotations.NullMarked;
