/**
 * The log on PostgreSQL: one append function, one ordering lock, many callers per commit.
 *
 * <p>{@link PostgresEventStore} is the door. What it appends goes through the package {@code
 * append}. A read travels {@code PostgresEventStore} → {@code LogPages} or {@code StreamPages} →
 * {@code PagedEvents}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
