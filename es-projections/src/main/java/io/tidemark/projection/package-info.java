/** Subscriptions to the log, and the projections that keep read models up to date with it. */
@NullMarked
package io.tidemark.projection;

import org.jspecify.annotations.NullMarked;
