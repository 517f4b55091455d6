/**
 * Projections whose rows are kept in PostgreSQL: rows and checkpoint change in one transaction.
 *
 * <p>Not API, but for {@link PostgresProjections}, {@link KeptStatements}, {@link
 * ProjectionStatus}, {@link ShardStatus}, {@link ProjectionBehindException}, {@link
 * ProjectionIsSplitException} and {@link LookUpNotReadyException}: the rest is an engine for the
 * packages that query and rebuild read models.
 */
@NullMarked
package io.tidemark.projection.postgres;

import org.jspecify.annotations.NullMarked;
