/**
 * What is done in the transaction of rows because of their steps.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.projection.postgres.reaction;

import org.jspecify.annotations.NullMarked;
