/**
 * Decisions on what a query over the whole log matches, instead of on one stream: read, fold,
 * decide, append unless something came that would have mattered. Enter by {@link
 * io.tidemark.decision.DecisionRunner}.
 */
@NullMarked
package io.tidemark.decision;

import org.jspecify.annotations.NullMarked;
