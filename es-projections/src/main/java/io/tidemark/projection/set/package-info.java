/**
 * Projections that are one SQL statement over a range of the log: {@link
 * io.tidemark.projection.set.SetProjection} defines one. It is run, queried and rebuilt as other
 * projections are.
 */
@NullMarked
package io.tidemark.projection.set;

import org.jspecify.annotations.NullMarked;
