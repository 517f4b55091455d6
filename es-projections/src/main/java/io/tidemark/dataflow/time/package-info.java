/** Times of a plan: by which it goes on, and the arithmetic of microseconds. */
@NullMarked
package io.tidemark.dataflow.time;

import org.jspecify.annotations.NullMarked;
