/**
 * Projections whose rows are kept in PostgreSQL: rows and checkpoint change in one transaction.
 *
 * <p>API are {@link io.tidemark.projection.postgres.PostgresProjections} and the exceptions. The
 * rest is an engine for the packages that query and rebuild read models: not API.
 */
@NullMarked
package io.tidemark.projection.postgres;

import org.jspecify.annotations.NullMarked;
