package io.tidemark.projection.memory;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.operator.state.RevocableState;
import io.tidemark.projection.LookedUp;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Events on their way from the beginning of the log into rows in memory. The other read models that
 * a projection needs are folded beside it, from the same events. Not thread-safe.
 *
 * <p>Not API.
 */
public final class ReplayedEvents<K, V> {
  private final Projection<K, V> projection;

  /** By name, each after those that it needs itself. */
  private final Map<String, Beside<?, ?>> beside = new LinkedHashMap<>();

  /** Where each event of the last batch is in it; positions are not always each one event's own. */
  private final IdentityHashMap<RecordedEvent, Integer> places = new IdentityHashMap<>();

  private final RevocableState state = new RevocableState();
  private final LookedUp.Reader reader = new Answers();

  /** Of this projection, from the first event on. */
  public ReplayedEvents(Projection<K, V> projection) {
    this.projection = projection;
    projection
        .withUpstream()
        .filter(readModel -> !readModel.equals(projection))
        .forEach(readModel -> beside.put(readModel.name(), new Beside<>(readModel)));
  }

  /** What is to be read: the events of the projection, and of all that it needs. */
  public LogQuery query() {
    return Projection.queryOfAll(Stream.of(projection));
  }

  /** What is to be read for two projections at once. */
  public static LogQuery query(Projection<?, ?> one, Projection<?, ?> other) {
    return Projection.queryOfAll(Stream.of(one, other));
  }

  /**
   * The next events, ready to be folded.
   *
   * @param events of {@link #query}, right after those that were {@link #accept accepted} last
   */
  public ProjectionBatch<K, V> batch(List<RecordedEvent> events) {
    beside.values().forEach(Beside::forget);
    state.revoke();
    places.clear();
    events.forEach(event -> places.put(event, places.size()));
    beside.values().forEach(readModel -> readModel.fold(events, places, reader));
    return projection.batch(events, Shard.WHOLE, reader);
  }

  private void answer(List<LookedUp.Request<?, ?>> requests) {
    for (LookedUp.Request<?, ?> request : requests) {
      Objects.requireNonNull(beside.get(request.readModel().name()))
          .answer(request, Objects.requireNonNull(places.get(request.event())));
    }
  }

  /** The rows that there are before the first event. */
  public Map<K, Optional<V>> begin() {
    Map<K, Optional<V>> rows = projection.begin(state);
    state.accept();
    return rows;
  }

  /** What becomes of rows when no events follow: all windows close. */
  public Map<K, Optional<V>> end() {
    return projection.end(state);
  }

  /** The last batch was folded; the next one continues it. */
  public void accept() {
    beside.values().forEach(Beside::accept);
    state.accept();
  }

  private final class Answers implements LookedUp.Reader {
    @Override
    public void answer(List<LookedUp.Request<?, ?>> requests) {
      ReplayedEvents.this.answer(requests);
    }

    @Override
    public OperatorState state() {
      return state;
    }
  }

  /** The rows of another read model, as far as they were folded. */
  private static final class Beside<L, R> {
    private final Projection<L, R> projection;
    private final Map<L, R> rows = new HashMap<>();

    /** Those that the last batch has changed, after each event that has. */
    private final Map<L, NavigableMap<Integer, Optional<R>>> changed = new HashMap<>();

    Beside(Projection<L, R> projection) {
      this.projection = projection;
    }

    void forget() {
      changed.clear();
    }

    void fold(
        List<RecordedEvent> events,
        IdentityHashMap<RecordedEvent, Integer> places,
        LookedUp.Reader reader) {
      projection
          .batch(events, Shard.WHOLE, reader)
          .fold(
              rows,
              step ->
                  changed
                      .computeIfAbsent(step.key(), key -> new TreeMap<>())
                      .put(Objects.requireNonNull(places.get(step.event())), step.after()));
    }

    @SuppressWarnings("unchecked") // a request has the key and the row of its read model
    void answer(LookedUp.Request<?, ?> request, int place) {
      LookedUp.Request<L, R> mine = (LookedUp.Request<L, R>) request;
      mine.key().ifPresent(key -> mine.answer(row(key, mine.isAfter() ? place : place - 1)));
    }

    /** After the event of the batch at this place; -1 is before the first. */
    private Optional<R> row(L key, int place) {
      NavigableMap<Integer, Optional<R>> after = changed.get(key);
      Map.Entry<Integer, Optional<R>> last = after == null ? null : after.floorEntry(place);
      return last != null ? last.getValue() : Optional.ofNullable(rows.get(key));
    }

    void accept() {
      changed.forEach(
          (key, after) ->
              after
                  .lastEntry()
                  .getValue()
                  .ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
      changed.clear();
    }
  }
}
