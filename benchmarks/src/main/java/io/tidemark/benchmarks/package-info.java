/** Measures Tidemark beside what one would write by hand, in turn, on one server. */
@NullMarked
package io.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
