package io.tidemark.history;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.table.RowVersion;
import io.tidemark.store.Direction;
import io.tidemark.store.EventStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Explains a row by its versions: each begins and ends with an event, and the log has that at its
 * position.
 */
final class VersionedRow<K, V> {
  private final EventStore store;
  private final RowHistory<K, V> history;
  private final K key;

  VersionedRow(EventStore store, RowHistory<K, V> history, K key) {
    this.store = store;
    this.history = history;
    this.key = key;
  }

  Explanation<V> explained(Direction direction, int limit) {
    Found<V> found = found(direction, limit);
    NavigableMap<Long, Ends<V>> ends =
        direction == Direction.BACKWARD ? found.ends.descendingMap() : found.ends;
    List<Map.Entry<Long, Ends<V>>> told = ends.entrySet().stream().limit(limit).toList();
    Map<Long, RecordedEvent> events = new HashMap<>();
    store
        .events(told.stream().map(Map.Entry::getKey).toList())
        .forEach(event -> events.put(event.position(), event));
    List<RowRevision<V>> revisions =
        told.stream().map(entry -> entry.getValue().by(event(events, entry.getKey()))).toList();
    RowOrigin origin = RowOrigin.history(found.reached, revisions.size());
    return new Explanation<>(
        revisions,
        found.all && ends.size() <= limit && found.from == 0,
        found.from == 0 ? origin : origin.because(HistoryReach.prunedBefore(found.from)));
  }

  private static RecordedEvent event(Map<Long, RecordedEvent> events, long position) {
    RecordedEvent event = events.get(position);
    if (event == null) {
      throw new IllegalStateException(
          "A version of a row begins or ends at position %d: expected an event there, actual none"
              .formatted(position));
    }
    return event;
  }

  /** One version more than events are wanted: of the last one, one end may not be known. */
  private Found<V> found(Direction direction, int limit) {
    boolean newestFirst = direction == Direction.BACKWARD;
    return history.inSnapshot(
        (session, shards) -> {
          Found<V> found = new Found<>(shards);
          List<RowVersion<V>> ended =
              history.table().history().ended(session, key, found.from, newestFirst, limit + 1L);
          found.all = ended.size() <= limit;
          ended.forEach(found::add);
          if (found.all || newestFirst) {
            history.table().loadVersions(session, List.of(key)).values().forEach(found::add);
          }
          if (!found.all) {
            RowVersion<V> last = ended.get(ended.size() - 1);
            found.ends.remove(newestFirst ? last.validFrom() : last.validTo());
          }
          found.ends.headMap(found.from, true).clear(); // what was before them is gone
          return found;
        });
  }

  /** What the tables have of the row. */
  private static final class Found<V> {
    private final NavigableMap<Long, Ends<V>> ends = new TreeMap<>();
    private final long reached;
    private final long from;
    private boolean all;

    Found(ShardCheckpoints shards) {
      this.reached = shards.position();
      this.from = shards.historyFrom();
    }

    void add(RowVersion<V> version) {
      Ends<V> none = new Ends<>(Optional.empty(), Optional.empty());
      ends.merge(
          version.validFrom(), none.beginning(version.row()), (a, b) -> a.beginning(version.row()));
      if (version.validTo() != RowVersion.OPEN) {
        ends.merge(
            version.validTo(), none.ending(version.row()), (a, b) -> a.ending(version.row()));
      }
    }
  }

  /** The version that ends at a position and the one that begins there, as far as there are. */
  private record Ends<V>(Optional<V> before, Optional<V> after) {
    Ends<V> beginning(V row) {
      return new Ends<>(before, Optional.of(row));
    }

    Ends<V> ending(V row) {
      return new Ends<>(Optional.of(row), after);
    }

    RowRevision<V> by(RecordedEvent event) {
      return new RowRevision<>(event, before, after);
    }
  }
}
