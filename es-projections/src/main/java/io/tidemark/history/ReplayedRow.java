package io.tidemark.history;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.ReplayedEvents;
import io.tidemark.projection.postgres.ReadModelSchema;
import io.tidemark.projection.tick.Tick;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.store.Direction;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Explains a row by folding it from the log, in bounded memory. Not thread-safe. */
final class ReplayedRow<K, V> {
  private final EventStore store;
  private final Ticks ticks;
  private final String name;
  private final ReplayedEvents<K, V> replayed;
  private final K key;
  private final Map<K, V> row = new HashMap<>();
  private final Set<K> waiting = new HashSet<>();
  private final Deque<RowRevision<V>> revisions = new ArrayDeque<>();
  private long eventsRead;

  ReplayedRow(ReadModelSchema schema, Projection<K, V> projection, K key) {
    this.store = schema.store();
    this.ticks = schema.ticks();
    this.name = projection.name();
    this.replayed = new ReplayedEvents<>(projection);
    this.key = key;
  }

  Explanation<V> explained(long position, Direction direction, int limit, String reason) {
    LogQuery query = replayed.query().until(AsOf.position(position));
    boolean cut = false;
    try (Stream<RecordedEvent> events = store.readAll(query)) {
      Iterator<RecordedEvent> rest =
          Ticks.among(events.iterator(), ticks.between(name, 1, position));
      while (rest.hasNext() && !(cut && direction == Direction.FORWARD)) {
        add(rest.next());
        if (revisions.size() > limit) {
          cut = true;
          if (direction == Direction.FORWARD) {
            revisions.removeLast();
          } else {
            revisions.removeFirst();
          }
        }
      }
    }
    List<RowRevision<V>> told = new ArrayList<>(revisions);
    if (direction == Direction.BACKWARD) {
      Collections.reverse(told);
    }
    return new Explanation<>(told, !cut, RowOrigin.replay(position, eventsRead, reason));
  }

  /** Several changes by one event are one, and so are those by a tick that came after it. */
  private void add(RecordedEvent event) {
    if (!Tick.is(event)) {
      eventsRead++;
    }
    Optional<V> before = Optional.ofNullable(row.get(key));
    replayed.batch(List.of(event)).only(key).applyTo(row, waiting, step -> {});
    replayed.accept();
    Optional<V> after = Optional.ofNullable(row.get(key));
    if (before.equals(after)) {
      return;
    }
    if (!Tick.is(event)) {
      revisions.add(new RowRevision<>(event, before, after));
      return;
    }
    RowRevision<V> last = revisions.peekLast();
    if (last == null || last.event().position() != event.position()) {
      store
          .event(event.position())
          .ifPresent(of -> revisions.add(new RowRevision<>(of, before, after)));
      return;
    }
    revisions.removeLast();
    if (!last.before().equals(after)) {
      revisions.add(new RowRevision<>(last.event(), last.before(), after));
    }
  }
}
