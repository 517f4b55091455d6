/**
 * What adds up in a window: values that events are added to one by one, and that can be merged. The
 * door is {@link io.tidemark.window.accumulator.Accumulators}.
 */
@NullMarked
package io.tidemark.window.accumulator;

import org.jspecify.annotations.NullMarked;
