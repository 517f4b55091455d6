/**
 * Asking: the rows of a read model, by key, filter, order and page, and not before the position
 * that the caller has seen.
 */
@NullMarked
package io.tidemark.readmodel;

import org.jspecify.annotations.NullMarked;
