/**
 * The log on PostgreSQL: one append function, one ordering lock, many callers per commit.
 *
 * <p>An append travels {@code PostgresEventStore} → {@code GroupCommit} (who goes with whom) →
 * {@code BatchWriter} (on which connection, and what if it breaks) → {@code AppendStatement} (the
 * call of {@code append()} in SQL). A read travels {@code PostgresEventStore} → {@link
 * io.tidemark.postgres.read.LogReader}.
 */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
