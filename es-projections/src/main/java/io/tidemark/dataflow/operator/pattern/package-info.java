/**
 * The operator that finds matches of a pattern in rows that are ordered by time.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.dataflow.operator.pattern;

import org.jspecify.annotations.NullMarked;
