/**
 * Which columns an expression names, and of which type it is.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.sql.scope;

import org.jspecify.annotations.NullMarked;
