/** What a store does: append to the log, read streams and the log, keep snapshots. */
@NullMarked
package io.tidemark.store;

import org.jspecify.annotations.NullMarked;
