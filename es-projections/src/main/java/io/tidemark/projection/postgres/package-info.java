/** Projections whose rows are kept in PostgreSQL: rows and checkpoint change in one transaction. */
@NullMarked
package io.tidemark.projection.postgres;

import org.jspecify.annotations.NullMarked;
