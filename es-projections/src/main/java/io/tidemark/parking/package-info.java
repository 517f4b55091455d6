/**
 * Events that projections have put aside instead of applying them: lists them, applies them after a
 * fix, or decides that they are never to be applied.
 */
@NullMarked
package io.tidemark.parking;

import org.jspecify.annotations.NullMarked;
