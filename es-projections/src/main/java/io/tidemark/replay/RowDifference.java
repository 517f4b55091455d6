package io.tidemark.replay;

import java.util.Optional;

/**
 * A row that is not what the log says.
 *
 * @param key its key
 * @param expected the row after a replay of the log; empty if there should be none
 * @param actual the row that is stored; empty if there is none
 */
public record RowDifference(Object key, Optional<Object> expected, Optional<Object> actual) {}
