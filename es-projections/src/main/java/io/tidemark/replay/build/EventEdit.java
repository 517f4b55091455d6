package io.tidemark.replay.build;

import io.tidemark.RecordedEvent;
import io.tidemark.store.EventBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is changed in a log as it is read: events that are left out, and others that come right
 * after a position, which they then have too. Immutable.
 *
 * @param dropped positions of events that are left out
 * @param inserted events by the position they follow; 0 for before the first
 */
public record EventEdit(Set<Long> dropped, SortedMap<Long, List<RecordedEvent>> inserted) {
  /** The log as it is. */
  public static final EventEdit NONE = new EventEdit(Set.of(), new TreeMap<>());

  /** Copies both. */
  public EventEdit {
    dropped = Set.copyOf(dropped);
    inserted = new TreeMap<>(inserted);
  }

  /** Whether it leaves the log as it is. */
  public boolean isNone() {
    return dropped.isEmpty() && inserted.isEmpty();
  }

  /** The events of a batch as they are to be. */
  public List<RecordedEvent> events(EventBatch batch) {
    if (isNone()) {
      return batch.events();
    }
    // What follows a position follows the batch that ends there, so that 0 is no special case but
    // at the start
    long after = batch.after().position();
    long first = after == 0 ? 0 : after + 1;
    List<RecordedEvent> events = new ArrayList<>(batch.events());
    events.removeIf(event -> dropped.contains(event.position()));
    inserted.subMap(first, batch.upTo().position() + 1).values().stream()
        .flatMap(Collection::stream)
        .forEach(events::add);
    events.sort(Comparator.comparing(RecordedEvent::position)); // stable: the log's own come first
    return events;
  }
}
