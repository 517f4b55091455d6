/**
 * Stores in the memory of one process, which keep the same contracts as those on a database. The
 * door is {@link io.tidemark.inmemory.InMemoryEventStore}.
 */
@NullMarked
package io.tidemark.inmemory;

import org.jspecify.annotations.NullMarked;
