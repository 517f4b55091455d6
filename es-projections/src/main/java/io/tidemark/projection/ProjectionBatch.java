package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.store.Shard;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Some events on their way through a projection, decoded. Not thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public final class ProjectionBatch<K, V> {
  private final Projection<K, V> projection;
  private final List<RowChange<K, V>> changes;

  private ProjectionBatch(Projection<K, V> projection, List<RowChange<K, V>> changes) {
    this.projection = projection;
    this.changes = changes;
  }

  static <K, V> ProjectionBatch<K, V> of(
      Projection<K, V> projection, List<RecordedEvent> events, Predicate<K> wanted) {
    List<RowChange<K, V>> changes = new ArrayList<>(events.size());
    for (RecordedEvent recorded : events) {
      projection.changes(
          recorded,
          change -> {
            if (wanted.test(change.key())) {
              changes.add(change);
            }
          });
    }
    return new ProjectionBatch<>(projection, changes);
  }

  /** How many changes of rows these events stand for, and which. */
  public EventTally tally() {
    EventTally tally = EventTally.NONE;
    for (RowChange<K, V> change : changes) {
      tally = tally.plus(change.recorded(), change.ordinal());
    }
    return tally;
  }

  /**
   * The part of it that changes rows with keys that meet a condition, by events after a position.
   */
  public ProjectionBatch<K, V> keeping(Predicate<K> keys, long afterPosition) {
    return new ProjectionBatch<>(
        projection,
        changes.stream()
            .filter(
                change -> change.recorded().position() > afterPosition && keys.test(change.key()))
            .toList());
  }

  /** Its parts by shards of the keys, in their order. */
  public List<ProjectionBatch<K, V>> split(int shards) {
    if (shards == 1) {
      return List.of(this);
    }
    List<List<RowChange<K, V>>> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      parts.add(new ArrayList<>());
    }
    for (RowChange<K, V> change : changes) {
      parts.get(Shard.indexOf(Projection.text(change.key()), shards)).add(change);
    }
    return parts.stream().map(part -> new ProjectionBatch<>(projection, part)).toList();
  }

  /** The part of it that changes the row with this key, by {@link Projection#keyForm}. */
  public ProjectionBatch<K, V> only(K key) {
    return new ProjectionBatch<>(
        projection, changes.stream().filter(change -> change.key().equals(key)).toList());
  }

  /** Keys of the rows that these events change. */
  public Set<K> keys() {
    Set<K> keys = new LinkedHashSet<>();
    for (RowChange<K, V> change : changes) {
      keys.add(change.key());
    }
    return keys;
  }

  /**
   * What the events do to the rows.
   *
   * @param before the rows there are of {@link #keys}, by {@link Projection#keyOf}
   * @return each key with its row after the events; empty if there is none any more
   * @throws EventHandlingException if the fold refuses an event
   */
  public Map<K, Optional<V>> fold(Map<K, V> before) {
    return fold(before, step -> {});
  }

  /**
   * The same, step by step.
   *
   * @param steps told what each event does, in the order of the log
   */
  public Map<K, Optional<V>> fold(Map<K, V> before, Consumer<RowStep<K, V>> steps) {
    Map<K, Optional<V>> rows = new LinkedHashMap<>();
    for (RowChange<K, V> change : changes) {
      K key = change.key();
      Optional<V> known = rows.get(key);
      Optional<V> row = known != null ? known : Optional.ofNullable(before.get(key));
      Optional<V> folded = Optional.ofNullable(projection.fold(row.orElse(null), change));
      rows.put(key, folded);
      steps.accept(new RowStep<>(key, change.recorded(), row, folded));
    }
    return rows;
  }

  /**
   * Brings rows up to date with the events; all or, if one is refused, nothing.
   *
   * @param rows by {@link Projection#keyOf}
   * @throws EventHandlingException if the fold refuses an event
   */
  public void applyTo(Map<K, V> rows) {
    fold(rows)
        .forEach(
            (key, row) -> row.ifPresentOrElse(now -> rows.put(key, now), () -> rows.remove(key)));
  }
}
