package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.Optional;

/**
 * What one event did to one row. Projections that are made {@linkplain Projection#fromChangesOf
 * from the changes} of another one are told those that are a change, one for each event and row.
 *
 * @param key of the row, in its one form
 * @param event that changed it; a {@link io.tidemark.projection.tick.Tick tick} in this form, if
 *     none did but time went on
 * @param before the row before the event; empty if there was none
 * @param after the row after it; empty if there is none any more
 */
public record RowStep<K, V>(K key, RecordedEvent event, Optional<V> before, Optional<V> after) {
  /** Whether the row is another one after it. */
  public boolean isChange() {
    return !before.equals(after);
  }
}
