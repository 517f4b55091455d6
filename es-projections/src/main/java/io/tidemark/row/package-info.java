/**
 * A record as a row: its components, what values they can hold, and how the database orders them.
 * Not API, but for {@link Decimal}, {@link RowType}, {@link RowComponent} and {@link KeyType},
 * which {@code Projection.rows()} and {@code key()} give, and {@link IndexEntryTooLargeException}.
 */
@NullMarked
package io.tidemark.row;

import org.jspecify.annotations.NullMarked;
