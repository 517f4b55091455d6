/** The limits, and the engines of others. */
@NullMarked
package io.tidemark.benchmarks.streams.peer;

import org.jspecify.annotations.NullMarked;
