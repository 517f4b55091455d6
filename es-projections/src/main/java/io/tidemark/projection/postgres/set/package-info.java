/**
 * Statements over ranges of the log, in the database where it is.
 *
 * <p>Not API: an engine for the packages that keep and query read models. Enter by {@link
 * io.tidemark.projection.postgres.set.RangeStatement}.
 */
@NullMarked
package io.tidemark.projection.postgres.set;

import org.jspecify.annotations.NullMarked;
