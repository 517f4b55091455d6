/** Sketches as aggregates of SQL, found by the service loader. Not API. */
@NullMarked
package io.tidemark.sketch.sql;

import org.jspecify.annotations.NullMarked;
