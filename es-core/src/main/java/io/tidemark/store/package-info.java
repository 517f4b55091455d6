/**
 * What a store does: append to the log, read streams and the log. The door is {@link
 * io.tidemark.store.EventStore}.
 */
@NullMarked
package io.tidemark.store;

import org.jspecify.annotations.NullMarked;
