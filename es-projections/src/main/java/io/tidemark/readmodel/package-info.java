/**
 * Asking: the rows of a read model, by key, filter, order and page, now or as of any point in
 * history, and not before the position that the caller has seen. The door is {@link
 * io.tidemark.readmodel.ReadModels}.
 */
@NullMarked
package io.tidemark.readmodel;

import org.jspecify.annotations.NullMarked;
