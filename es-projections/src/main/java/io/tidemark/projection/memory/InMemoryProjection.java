package io.tidemark.projection.memory;

import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.PutAside;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of a projection in memory: for caches and tests. It begins anew with every
 * process. Windows close by events here, and by no idle time: there is no place to keep when.
 * Thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class InMemoryProjection<K, V> implements Subscriber {
  private final Projection<K, V> projection;
  private final EventStore store;
  private final ReplayedEvents<K, V> replayed;
  private final Map<K, V> rows = new HashMap<>();
  private final Set<K> waiting = new HashSet<>();
  private final List<ParkedEvent> parked = new ArrayList<>();
  private Checkpoint checkpoint;
  private @Nullable String error;

  private InMemoryProjection(Projection<K, V> projection, EventStore store) {
    this.projection = Objects.requireNonNull(projection, "projection");
    this.store = store;
    this.replayed = new ReplayedEvents<>(projection);
    this.checkpoint = Checkpoint.beginningOf(store);
  }

  /** Of this projection of this log, without rows until a runner takes it forward. */
  public static <K, V> InMemoryProjection<K, V> of(Projection<K, V> projection, EventStore store) {
    return new InMemoryProjection<>(projection, store);
  }

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public LogQuery query() {
    return replayed.query();
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
    Checkpoint to = from.after(batch);
    putAside(replayed.batch(batch.events()).applyTo(rows, waiting, step -> {}));
    replayed.accept();
    checkpoint = to;
    error = null;
    return Optional.of(to);
  }

  private void putAside(List<PutAside<K>> aside) {
    PutAside.tell(projection, aside);
    aside.forEach(each -> parked.add(ParkedEvent.of(projection, each)));
  }

  /**
   * A copy of the list of events that were put aside, in the order of the log; see {@link
   * Projection#onFailure}. They are tried again by the next process only.
   */
  public synchronized List<ParkedEvent> parked() {
    return List.copyOf(parked);
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
  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(projection.keyForm(key)));
  }

  /** A copy of all rows in the order of their keys. */
  public synchronized SortedMap<K, V> rows() {
    SortedMap<K, V> copy = new TreeMap<>(projection.keyOrder());
    copy.putAll(rows);
    return Collections.unmodifiableSortedMap(copy);
  }

  /** A copy of all rows in the order of their keys, as a list. */
  public List<V> list() {
    return List.copyOf(rows().values());
  }
}
