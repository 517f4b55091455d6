/**
 * How rows follow from events through several stages, each of which may keep state: windows, joins,
 * nested sums, the first of an order. A {@link io.tidemark.dataflow.Plan} says it, a {@link
 * io.tidemark.dataflow.Dataflow} does it, event by event: after each, its rows are what the plan
 * makes of all events so far, in whatever order these happened. State is behind {@link
 * io.tidemark.dataflow.OperatorState}: in memory, or in the database.
 */
@NullMarked
package io.tidemark.dataflow;

import org.jspecify.annotations.NullMarked;
