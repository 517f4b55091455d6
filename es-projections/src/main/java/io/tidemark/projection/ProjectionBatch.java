package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Some events on their way through a projection, decoded. Not thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ProjectionBatch<K, V> {
  private final Projection<K, V> projection;
  private final List<RowChange<K, V>> changes;

  private ProjectionBatch(Projection<K, V> projection, List<RowChange<K, V>> changes) {
    this.projection = projection;
    this.changes = changes;
  }

  static <K, V> ProjectionBatch<K, V> of(Projection<K, V> projection, List<RecordedEvent> events) {
    List<RowChange<K, V>> changes = new ArrayList<>(events.size());
    for (RecordedEvent recorded : events) {
      projection.changes(recorded, changes::add);
    }
    return new ProjectionBatch<>(projection, changes);
  }

  /** Keys of the rows that these events change. */
  public Set<K> keys() {
    Set<K> keys = new LinkedHashSet<>();
    for (RowChange<K, V> change : changes) {
      keys.add(change.key());
    }
    return keys;
  }

  /**
   * What the events do to the rows.
   *
   * @param before the rows there are of {@link #keys}, by {@link Projection#keyOf}
   * @return each key with its row after the events; empty if there is none any more
   * @throws EventHandlingException if the fold refuses an event
   */
  public Map<K, Optional<V>> fold(Map<K, V> before) {
    Map<K, Optional<V>> after = new LinkedHashMap<>();
    for (RowChange<K, V> change : changes) {
      Optional<V> known = after.get(change.key());
      V row = known != null ? known.orElse(null) : before.get(change.key());
      after.put(change.key(), Optional.ofNullable(projection.fold(row, change)));
    }
    return after;
  }

  /**
   * Brings rows up to date with the events; all or, if one is refused, nothing.
   *
   * @param rows by {@link Projection#keyOf}
   * @throws EventHandlingException if the fold refuses an event
   */
  public void applyTo(Map<K, V> rows) {
    fold(rows)
        .forEach(
            (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
  }
}
