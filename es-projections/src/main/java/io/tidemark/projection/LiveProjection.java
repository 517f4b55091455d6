package io.tidemark.projection;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A projection folded in memory on demand, at any point in time, and never stored. */
public final class LiveProjection {
  private static final int BATCH_SIZE = 2_000;

  private LiveProjection() {}

  /**
   * All rows as they were at a point, in the order of their keys. Reads the whole history up to
   * there; memory holds the rows and some events. Several projections answer at one same point if
   * they are given one same {@link AsOf#position}.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public static <E, V> SortedMap<Object, V> fold(
      Projection<E, V> projection, EventStore store, AsOf asOf) {
    Map<Object, V> rows = new HashMap<>();
    try (Stream<RecordedEvent> events = store.readAll(projection.query().until(asOf))) {
      for (Iterator<RecordedEvent> rest = events.iterator(); rest.hasNext(); ) {
        apply(projection.batch(some(rest)), rows);
      }
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  private static <E, V> void apply(ProjectionBatch<E, V> batch, Map<Object, V> rows) {
    batch
        .fold(rows)
        .forEach(
            (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
  }

  private static List<RecordedEvent> some(Iterator<RecordedEvent> rest) {
    List<RecordedEvent> events = new ArrayList<>();
    while (events.size() < BATCH_SIZE && rest.hasNext()) {
      events.add(rest.next());
    }
    return events;
  }
}
