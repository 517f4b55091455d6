/** Appends, many at once, beside plain JDBC. */
@NullMarked
package io.tidemark.benchmarks.append;

import org.jspecify.annotations.NullMarked;
