/** A record as a row: its components, and what values they can hold. */
@NullMarked
package io.tidemark.row;

import org.jspecify.annotations.NullMarked;
