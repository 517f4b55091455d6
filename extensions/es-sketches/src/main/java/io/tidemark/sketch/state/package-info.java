/** What sketches remember, as bytes and maps. Not API. */
@NullMarked
package io.tidemark.sketch.state;

import org.jspecify.annotations.NullMarked;
