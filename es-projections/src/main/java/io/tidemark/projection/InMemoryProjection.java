package io.tidemark.projection;

import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of a projection in memory: for caches and tests. It begins anew with every
 * process. Thread-safe.
 *
 * @param <E> the events
 * @param <V> the rows
 */
public final class InMemoryProjection<E, V> implements Subscriber {
  private final Projection<E, V> projection;
  private final EventStore store;
  private final Map<Object, V> rows = new HashMap<>();
  private Checkpoint checkpoint;
  private @Nullable String error;

  /** Of this projection of this log. */
  public InMemoryProjection(Projection<E, V> projection, EventStore store) {
    this.projection = Objects.requireNonNull(projection, "projection");
    this.store = store;
    this.checkpoint = new Checkpoint(store.logId(), 0, Optional.empty(), 1);
  }

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public LogQuery query() {
    return projection.query();
  }

  @Override
  public synchronized Checkpoint open() {
    checkpoint.requireSameLog(name(), store);
    return checkpoint;
  }

  @Override
  public synchronized Optional<Checkpoint> apply(Checkpoint from, EventBatch batch) {
    if (!from.equals(checkpoint)) {
      return Optional.empty();
    }
    Map<Object, Optional<V>> changed = projection.batch(batch.events()).fold(rows);
    changed.forEach(
        (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
    checkpoint = from.after(batch);
    error = null;
    return Optional.of(checkpoint);
  }

  @Override
  public synchronized void failed(String reason) {
    error = reason;
  }

  /** The error that stopped it, if one did. */
  public synchronized Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** The row with this key. */
  public synchronized Optional<V> find(Object key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** A copy of all rows in the order of their keys. */
  public synchronized SortedMap<Object, V> rows() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /** A copy of all rows in the order of their keys, as a list. */
  public synchronized List<V> list() {
    return new ArrayList<>(rows().values());
  }
}
