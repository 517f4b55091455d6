/**
 * The log on PostgreSQL: one append function, one ordering lock, many callers per commit.
 *
 * <p>{@link PostgresEventStore} is the door. What it appends goes through {@link
 * io.tidemark.postgres.append.Appender}, what it reads through {@link
 * io.tidemark.postgres.read.LogReader}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
