/** The events of all works, a log that is filled with them, and how they are read by hand. */
@NullMarked
package io.tidemark.benchmarks.payments;

import org.jspecify.annotations.NullMarked;
