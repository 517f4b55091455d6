/** Loads, replays, read models and questions to them, beside plain JDBC. */
@NullMarked
package io.tidemark.benchmarks.read;

import org.jspecify.annotations.NullMarked;
