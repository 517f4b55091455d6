/**
 * Projections whose rows are kept in PostgreSQL: rows and checkpoint change in one transaction.
 *
 * <p>Not API, but for {@link PostgresProjections}, {@link ProjectionStatus}, {@link ShardStatus} and
 * {@link ProjectionBehindException}: the rest is an engine for the packages that query and rebuild
 * read models.
 */
@NullMarked
package io.tidemark.projection.postgres;

import org.jspecify.annotations.NullMarked;
