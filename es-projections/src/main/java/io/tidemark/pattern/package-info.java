/**
 * Finds patterns in events: one thing and then another within a time, or one thing and another one
 * not, as rows of a projection. Begins with {@link io.tidemark.pattern.Patterns#named}.
 */
@NullMarked
package io.tidemark.pattern;

import org.jspecify.annotations.NullMarked;
