package io.tidemark.history;

import io.tidemark.RecordedEvent;
import java.util.Optional;

/**
 * What one event made of a row.
 *
 * @param event the event
 * @param before the row before it; empty if there was none
 * @param after the row after it; empty if there is none any more
 */
public record RowRevision<V>(RecordedEvent event, Optional<V> before, Optional<V> after) {}
