/**
 * What a statement may name: tables of events and of read models, with typed columns. Also how a
 * statement is refused: {@link io.tidemark.sql.table.SqlException}.
 */
@NullMarked
package io.tidemark.sql.table;

import org.jspecify.annotations.NullMarked;
