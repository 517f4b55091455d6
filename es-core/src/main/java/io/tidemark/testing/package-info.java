/**
 * Given events, when a command, then events: for testing aggregates and deciders in a line each.
 */
@NullMarked
package io.tidemark.testing;

import org.jspecify.annotations.NullMarked;
