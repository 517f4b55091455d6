package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import java.util.HashMap;
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
    return EventSource.query(projection.allSources());
  }

  /** What is to be read for two projections at once. */
  public static LogQuery query(Projection<?, ?> one, Projection<?, ?> other) {
    return EventSource.query(Stream.concat(one.allSources(), other.allSources()));
  }

  /**
   * The next events, ready to be folded.
   *
   * @param events of {@link #query}, right after those that were {@link #accept accepted} last
   */
  public ProjectionBatch<K, V> batch(List<RecordedEvent> events) {
    beside.values().forEach(Beside::forget);
    beside.values().forEach(readModel -> readModel.fold(events, this::answer));
    return projection.batch(events, Shard.WHOLE, this::answer);
  }

  private void answer(List<LookedUp.Request<?, ?>> requests) {
    for (LookedUp.Request<?, ?> request : requests) {
      Objects.requireNonNull(beside.get(request.readModel().name())).answer(request);
    }
  }

  /** The last batch was folded; the next one continues it. */
  public void accept() {
    beside.values().forEach(Beside::accept);
  }

  /** The rows of another read model, as far as they were folded. */
  private static final class Beside<L, R> {
    private final Projection<L, R> projection;
    private final Map<L, R> rows = new HashMap<>();

    /** Those that the last batch has changed, after each event that has. */
    private final Map<L, NavigableMap<Long, Optional<R>>> changed = new HashMap<>();

    Beside(Projection<L, R> projection) {
      this.projection = projection;
    }

    void forget() {
      changed.clear();
    }

    void fold(List<RecordedEvent> events, LookedUp.Reader reader) {
      projection
          .batch(events, Shard.WHOLE, reader)
          .fold(
              rows,
              step ->
                  changed
                      .computeIfAbsent(step.key(), key -> new TreeMap<>())
                      .put(step.event().position(), step.after()));
    }

    @SuppressWarnings("unchecked") // a request has the key and the row of its read model
    void answer(LookedUp.Request<?, ?> request) {
      LookedUp.Request<L, R> mine = (LookedUp.Request<L, R>) request;
      mine.key().ifPresent(key -> mine.answer(row(key, mine.position())));
    }

    private Optional<R> row(L key, long position) {
      NavigableMap<Long, Optional<R>> after = changed.get(key);
      Map.Entry<Long, Optional<R>> last = after == null ? null : after.floorEntry(position);
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
