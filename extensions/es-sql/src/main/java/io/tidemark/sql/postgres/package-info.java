/**
 * A plan as one SQL text for PostgreSQL, which answers it over all events at once.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.sql.postgres;

import org.jspecify.annotations.NullMarked;
