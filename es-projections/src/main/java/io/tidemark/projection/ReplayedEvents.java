package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Events on their way from the beginning of the log into rows in memory. What a fold looks up in
 * other read models is folded beside them, from the same events. Not thread-safe.
 *
 * <p>Not API.
 */
public final class ReplayedEvents<K, V> {
  private final Projection<K, V> projection;
  private final List<Beside<?, ?>> beside = new ArrayList<>();

  /** Of this projection, from the first event on. */
  public ReplayedEvents(Projection<K, V> projection) {
    this.projection = projection;
    projection.lookedUp().forEach(readModel -> beside.add(new Beside<>(readModel)));
  }

  /** What is to be read: the events of the projection, and of all that it looks up. */
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
    ProjectionBatch<K, V> batch = projection.batch(events);
    beside.forEach(readModel -> readModel.answer(events, batch.lookUps()));
    return batch;
  }

  /** The last batch was folded; the next one continues it. */
  public void accept() {
    beside.forEach(Beside::accept);
  }

  /** The rows of a read model that is looked up, as far as they were folded. */
  private static final class Beside<L, R> {
    private final Projection<L, R> readModel;
    private final Map<L, R> rows = new HashMap<>();
    private final Map<L, Optional<R>> changed = new HashMap<>();

    Beside(Projection<L, R> readModel) {
      this.readModel = readModel;
    }

    void answer(List<RecordedEvent> events, List<LookedUp.Request<?, ?>> all) {
      changed.clear();
      List<LookedUp.Request<?, ?>> mine =
          all.stream().filter(request -> request.readModel().equals(readModel)).toList();
      int answered = 0;
      for (RecordedEvent event : events) {
        fold(event);
        while (answered < mine.size() && mine.get(answered).position() <= event.position()) {
          answer(mine.get(answered++));
        }
      }
    }

    private void fold(RecordedEvent event) {
      ProjectionBatch<L, R> one = readModel.batch(List.of(event));
      Map<L, R> before = new HashMap<>();
      one.keys().forEach(key -> row(key).ifPresent(row -> before.put(key, row)));
      changed.putAll(one.fold(before));
    }

    @SuppressWarnings("unchecked") // a request has the key and the row of its read model
    private void answer(LookedUp.Request<?, ?> request) {
      LookedUp.Request<L, R> mine = (LookedUp.Request<L, R>) request;
      mine.key().ifPresent(key -> mine.answer(row(key)));
    }

    private Optional<R> row(L key) {
      Optional<R> now = changed.get(key);
      return now != null ? now : Optional.ofNullable(rows.get(key));
    }

    void accept() {
      changed.forEach(
          (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
      changed.clear();
    }
  }
}
