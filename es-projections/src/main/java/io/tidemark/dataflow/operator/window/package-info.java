/**
 * Operators that cut rows into stretches and add them up: windows, sessions, batches, and the rows
 * before each row. Not API.
 */
@NullMarked
package io.tidemark.dataflow.operator.window;

import org.jspecify.annotations.NullMarked;
