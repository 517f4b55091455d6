/**
 * How the rows of a read model follow from events: the definition, {@link
 * io.tidemark.projection.Projection}, and the ways to run it in memory. No SQL here; {@link
 * io.tidemark.projection.postgres} keeps the rows in PostgreSQL.
 */
@NullMarked
package io.tidemark.projection;

import org.jspecify.annotations.NullMarked;
