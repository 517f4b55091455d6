/**
 * A record as a row: its components, what values they can hold, and how the database orders them.
 * Not API, but for {@link RowType} and {@link RowComponent}, which {@code Projection.rows()} gives,
 * and {@link IndexEntryTooLargeException}.
 */
@NullMarked
package io.tidemark.row;

import org.jspecify.annotations.NullMarked;
