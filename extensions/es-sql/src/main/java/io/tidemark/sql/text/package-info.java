/**
 * The text of a statement: parsed by Calcite, refused at its places, and the values that it says.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.sql.text;

import org.jspecify.annotations.NullMarked;
