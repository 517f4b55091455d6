/**
 * Carries plans out: {@link io.tidemark.dataflow.operator.Dataflows} makes a node of each operator
 * of a plan. A node gives the changes of one event after the other, made of those of its inputs and
 * of what it remembers; it has no memory but the state. Not API.
 */
@NullMarked
package io.tidemark.dataflow.operator;

import org.jspecify.annotations.NullMarked;
