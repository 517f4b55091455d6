/** What streams are to reach, each measured beside its own baseline. */
@NullMarked
package io.tidemark.benchmarks.streams.goals;

import org.jspecify.annotations.NullMarked;
