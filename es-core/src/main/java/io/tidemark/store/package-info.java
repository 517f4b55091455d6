/** What a store does: append to the log, read streams and the log. */
@NullMarked
package io.tidemark.store;

import org.jspecify.annotations.NullMarked;
