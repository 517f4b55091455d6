/**
 * Aggregates that other modules add to SQL. The door is {@link
 * io.tidemark.sql.aggregate.AggregateFunction}.
 */
@NullMarked
package io.tidemark.sql.aggregate;

import org.jspecify.annotations.NullMarked;
