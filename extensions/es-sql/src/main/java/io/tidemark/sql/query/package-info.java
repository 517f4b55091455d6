/**
 * Statements that run: as a projection like any other, under a name that is kept in the database,
 * or once over the history. {@link io.tidemark.sql.query.SqlQueries} is the door.
 */
@NullMarked
package io.tidemark.sql.query;

import org.jspecify.annotations.NullMarked;
