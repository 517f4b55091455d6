/**
 * What is done once because of rows of a projection: events that are appended, handlers that are
 * called. Begin with {@link io.tidemark.reaction.Reaction}.
 */
@NullMarked
package io.tidemark.reaction;

import org.jspecify.annotations.NullMarked;
