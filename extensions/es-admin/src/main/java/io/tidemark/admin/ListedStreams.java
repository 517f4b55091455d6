package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the streams that have a selected event; keeps a line per stream. */
final class ListedStreams {
  private final EventFilter filter;
  private final Map<StreamId, StreamSummary> streams = new TreeMap<>();
  private final Set<StreamId> selected = new HashSet<>();

  private ListedStreams(EventFilter filter) {
    this.filter = filter;
  }

  /** Goes through all events of the wanted streams, because any of them may be the last. */
  static List<StreamSummary> of(SelectedEvents events) {
    EventFilter filter = events.selection().filter();
    EventFilter whole = EventFilter.all().ofStream(filter.stream()).categories(filter.categories());
    ListedStreams listed = new ListedStreams(filter);
    EventSelection selection = events.selection().filter(whole);
    try (Stream<RecordedEvent> all = new SelectedEvents(events.store(), selection).read()) {
      all.forEach(listed::add);
    }
    return listed.streams.values().stream()
        .filter(stream -> listed.selected.contains(stream.stream()))
        .toList();
  }

  private void add(RecordedEvent event) {
    streams.put(
        event.stream(), new StreamSummary(event.stream(), event.version(), event.position()));
    if (filter.matches(event)) {
      selected.add(event.stream());
    }
  }
}
