/** Read models in PostgreSQL: their tables, checkpoints, rebuilds and queries. */
@NullMarked
package io.tidemark.projection.jdbc;

import org.jspecify.annotations.NullMarked;
