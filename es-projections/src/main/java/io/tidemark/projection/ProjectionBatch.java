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
 * @param <E> the events
 * @param <V> the rows
 */
public final class ProjectionBatch<E, V> {
  private final Projection<E, V> projection;
  private final List<KeyedEvent<E>> events;

  private ProjectionBatch(Projection<E, V> projection, List<KeyedEvent<E>> events) {
    this.projection = projection;
    this.events = events;
  }

  static <E, V> ProjectionBatch<E, V> of(Projection<E, V> projection, List<RecordedEvent> events) {
    List<KeyedEvent<E>> keyed = new ArrayList<>(events.size());
    for (RecordedEvent recorded : events) {
      keyed.addAll(projection.keyed(recorded));
    }
    return new ProjectionBatch<>(projection, keyed);
  }

  /** Keys of the rows that these events change. */
  public Set<Object> keys() {
    Set<Object> keys = new LinkedHashSet<>();
    for (KeyedEvent<E> event : events) {
      keys.add(event.key());
    }
    return keys;
  }

  /**
   * What the events do to the rows.
   *
   * @param before the rows there are of {@link #keys}
   * @return each key with its row after the events; empty if there is none any more
   * @throws EventHandlingException if the fold refuses an event
   */
  public Map<Object, Optional<V>> fold(Map<Object, V> before) {
    Map<Object, Optional<V>> after = new LinkedHashMap<>();
    for (KeyedEvent<E> event : events) {
      Optional<V> known = after.get(event.key());
      V row = known != null ? known.orElse(null) : before.get(event.key());
      after.put(event.key(), Optional.ofNullable(projection.fold(row, event)));
    }
    return after;
  }
}
