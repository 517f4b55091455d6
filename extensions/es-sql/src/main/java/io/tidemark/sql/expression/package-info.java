/**
 * What a statement computes of a row: typed, with the three truth values of SQL, and as text for
 * PostgreSQL.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.sql.expression;

import org.jspecify.annotations.NullMarked;
