package io.tidemark.projection.tick;

import io.tidemark.RecordedEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Finds the ticks of projections. */
@FunctionalInterface
public interface Ticks {
  /** There are none. */
  Ticks NONE = (projection, first, last) -> List.of();

  /** Those of a projection from one position through another, in their order. */
  List<Tick> between(String projection, long first, long last);

  /**
   * Events with ticks among them, each after those of its position.
   *
   * @param events in the order of their positions
   * @param ticks in their order
   */
  static List<RecordedEvent> among(List<RecordedEvent> events, List<Tick> ticks) {
    if (ticks.isEmpty()) {
      return events;
    }
    List<RecordedEvent> all = new ArrayList<>(events.size() + ticks.size());
    among(events.iterator(), ticks).forEachRemaining(all::add);
    return all;
  }

  /** The same, of events that are read meanwhile. */
  static Iterator<RecordedEvent> among(Iterator<RecordedEvent> events, List<Tick> ticks) {
    return ticks.isEmpty() ? events : new TickedEvents(events, ticks.iterator());
  }
}
