/**
 * Decisions: load a stream, decide on its state, append what was decided, and decide again if
 * somebody else was faster. Aggregates and deciders share one loop.
 */
@NullMarked
package io.tidemark.aggregate;

import org.jspecify.annotations.NullMarked;
