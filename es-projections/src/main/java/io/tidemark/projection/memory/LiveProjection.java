package io.tidemark.projection.memory;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.PutAside;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.tick.Tick;
import io.tidemark.projection.tick.Ticks;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A projection folded in memory on demand, at any point in time, and never stored. What it cannot
 * handle it puts aside by the projection's own policy, and tells the log. Immutable and
 * thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class LiveProjection<K, V> {
  private static final int BATCH_SIZE = 2_000;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Projection<K, V> projection;
  private final EventStore store;
  private final Ticks ticks;

  private LiveProjection(Projection<K, V> projection, EventStore store, Ticks ticks) {
    this.projection = Objects.requireNonNull(projection, "projection");
    this.store = Objects.requireNonNull(store, "store");
    this.ticks = Objects.requireNonNull(ticks, "ticks");
  }

  /** Of this projection of this log. */
  public static <K, V> LiveProjection<K, V> of(Projection<K, V> projection, EventStore store) {
    return new LiveProjection<>(projection, store, Ticks.NONE);
  }

  /**
   * The same, with the times that went on without events where the projection is stored: so that
   * the same windows are closed here. As of a position, those that came there are in.
   */
  public LiveProjection<K, V> withTicks(Ticks some) {
    return new LiveProjection<>(projection, store, some);
  }

  /**
   * All rows as they were at a point, in the order of their keys. Reads the whole history up to
   * there; memory holds the rows and some events. Several projections answer at one same point if
   * they are given one same {@link AsOf#position}.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public SortedMap<K, V> rows(AsOf asOf) {
    return rows(asOf, Long.MAX_VALUE, event -> {});
  }

  /**
   * The rows of the history up to a point as a whole: as if nothing came after it, so that all
   * windows are closed. The same as {@link #rows(AsOf)} where rows do not wait for windows to
   * close.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public SortedMap<K, V> boundedRows(AsOf asOf) {
    return boundedRows(asOf, event -> {});
  }

  /**
   * The same, telling each event that is read, before it is folded: for whoever shows how far it
   * is.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public SortedMap<K, V> boundedRows(AsOf asOf, Consumer<RecordedEvent> reader) {
    ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection);
    try (Stream<RecordedEvent> events = store.readAll(replayed.query().until(asOf))) {
      Map<K, V> rows = folded(replayed, events.peek(reader).iterator());
      put(replayed.end(), rows);
      return sorted(rows);
    }
  }

  /**
   * The rows as they were at a point, of what the log then had up to a position: for points that
   * select events by their own time, which later events may still be back-dated to.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public SortedMap<K, V> rows(AsOf asOf, long position) {
    return rows(asOf, position, event -> {});
  }

  /**
   * The same, telling each event that is read, before it is folded: for whoever counts them.
   *
   * @throws EventHandlingException if the projection refuses an event
   */
  public SortedMap<K, V> rows(AsOf asOf, long position, Consumer<RecordedEvent> reader) {
    ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection);
    try (Stream<RecordedEvent> events = store.readAll(replayed.query().until(asOf))) {
      return sorted(
          folded(
              replayed,
              Ticks.among(
                  events.peek(reader).takeWhile(e -> e.position() <= position).iterator(),
                  ticksUntil(asOf, position))));
    }
  }

  /**
   * Tells what each event does to each row it changes, from the first event of the log on, as they
   * come: so what was told up to an event, and the rows as of position 0, add up to the rows after
   * it. Of times that go on without events nothing is told. On this thread, until it is over; holds
   * the rows.
   *
   * @param isOver asked a few times a second
   * @throws EventHandlingException if the projection refuses an event
   */
  public void follow(Consumer<RowStep<K, V>> listener, BooleanSupplier isOver) {
    ReplayedEvents<K, V> replayed = new ReplayedEvents<>(projection);
    Map<K, V> rows = new HashMap<>();
    put(replayed.begin(), rows);
    Set<K> waiting = new HashSet<>();
    Subscription events = Subscription.of(store, replayed.query()).withName(projection.name());
    while (!isOver.getAsBoolean()) {
      List<RecordedEvent> some = events.next(LOOK).events();
      PutAside.tell(projection, replayed.batch(some).applyTo(rows, waiting, listener));
      replayed.accept();
    }
  }

  /** A time of recording stands for the last position until then. */
  private List<Tick> ticksUntil(AsOf asOf, long position) {
    AsOf point =
        asOf instanceof AsOf.RecordedAt at ? AsOf.position(store.positionAsOf(at.instant())) : asOf;
    return ticks.between(projection.name(), 1, position).stream()
        .filter(tick -> point.includes(tick.asEvent()))
        .toList();
  }

  private Map<K, V> folded(ReplayedEvents<K, V> replayed, Iterator<RecordedEvent> rest) {
    Map<K, V> rows = new HashMap<>();
    put(replayed.begin(), rows);
    Set<K> waiting = new HashSet<>();
    while (rest.hasNext()) {
      PutAside.tell(projection, replayed.batch(some(rest)).applyTo(rows, waiting, step -> {}));
      replayed.accept();
    }
    return rows;
  }

  private SortedMap<K, V> sorted(Map<K, V> rows) {
    SortedMap<K, V> sorted = new TreeMap<>(projection.keyOrder());
    sorted.putAll(rows);
    return Collections.unmodifiableSortedMap(sorted);
  }

  private static <K, V> void put(Map<K, Optional<V>> changes, Map<K, V> rows) {
    changes.forEach(
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
