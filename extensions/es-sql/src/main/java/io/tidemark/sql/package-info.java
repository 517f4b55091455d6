/**
 * Streaming SQL over the log: a statement becomes a plan, whose rows follow from the events one by
 * one, and which PostgreSQL can answer too. {@link io.tidemark.sql.SqlStatement} is where it
 * begins.
 */
@NullMarked
package io.tidemark.sql;

import org.jspecify.annotations.NullMarked;
