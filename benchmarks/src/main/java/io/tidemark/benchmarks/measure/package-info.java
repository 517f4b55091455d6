/** Rounds, tables and a server: how it is measured, whatever it is. */
@NullMarked
package io.tidemark.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
