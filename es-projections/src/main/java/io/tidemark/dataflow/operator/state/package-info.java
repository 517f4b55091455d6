/**
 * What operators remember, and what they make of it: totals of rows, rows that are there, rows that
 * wait for the watermark. All of it is in the {@link io.tidemark.dataflow.OperatorState}. Not API.
 */
@NullMarked
package io.tidemark.dataflow.operator.state;

import org.jspecify.annotations.NullMarked;
