/**
 * The tables that keep rows: one for each version of a read model's rows, with a column for each
 * component of its record. The door is {@link io.tidemark.projection.table.ReadModelTable}.
 *
 * <p>Not API: an engine for the packages that write, query and rebuild read models.
 */
@NullMarked
package io.tidemark.projection.table;

import org.jspecify.annotations.NullMarked;
