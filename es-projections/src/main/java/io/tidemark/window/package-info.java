/**
 * Rows for stretches of time: what happened to a key in each of them. A window is a projection
 * whose key has a second part, so everything that there is for projections is there for windows:
 * shards, history, rebuild, comparison, verification, queries as of any point. The door is {@link
 * io.tidemark.window.Windows}.
 */
@NullMarked
package io.tidemark.window;

import org.jspecify.annotations.NullMarked;
