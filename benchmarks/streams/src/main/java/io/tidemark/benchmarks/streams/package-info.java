/**
 * Measures windows of Tidemark beside those of stream processors. A contender runs in a JVM of its
 * own; rounds take turns; all must make the rows that a plain fold makes.
 */
@NullMarked
package io.tidemark.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
