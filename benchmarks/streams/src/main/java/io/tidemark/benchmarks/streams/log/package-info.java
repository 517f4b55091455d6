/** Tidemark's engine in memory, and all that goes by way of its log. */
@NullMarked
package io.tidemark.benchmarks.streams.log;

import org.jspecify.annotations.NullMarked;
