package io.tidemark.replay.build;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ProjectionBatch;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.row.RowType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into a table that nobody else writes to. A row that many events change is
 * neither loaded nor written for each of them: it is loaded once, if it may be in the table, and
 * written when the cache is. The rows that were not used for longest leave it when they become too
 * many. For one thread at a time.
 */
final class RowCache<K, V> {
  private static final double KEPT = 0.75;

  private final ReadModelTable<K, V> table;
  private final RowType<V> type;
  private final long maxWeight;
  private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(1024, 0.75f, true);
  private final Map<K, Entry<V>> changed = new HashMap<>();

  /** Whether all rows of the table are here, so that it need not be asked for others. */
  private boolean complete;

  private long weight;

  /**
   * @param empty whether the table is
   * @param maxWeight about how many bytes may be held between two writes
   */
  RowCache(ReadModelTable<K, V> table, RowType<V> type, boolean empty, long maxWeight) {
    this.table = table;
    this.type = type;
    this.complete = empty;
    this.maxWeight = maxWeight;
  }

  /** Whether it is time to write it. */
  boolean isFull() {
    return weight > maxWeight;
  }

  /** About how many bytes it holds. */
  long weight() {
    return weight;
  }

  /** Brings the rows up to date with some events; loads those that are missing. */
  void apply(ProjectionBatch<K, V> batch, Function<Collection<K>, Map<K, V>> loading) {
    Map<K, V> before = before(batch.keys(), loading);
    batch.fold(before).forEach(this::put);
  }

  private Map<K, V> before(Collection<K> keys, Function<Collection<K>, Map<K, V>> loading) {
    Map<K, V> before = new HashMap<>();
    List<K> missing = new ArrayList<>();
    for (K key : keys) {
      Entry<V> entry = entries.get(key);
      if (entry == null) {
        missing.add(key);
      } else if (entry.row != null) {
        before.put(key, entry.row);
      }
    }
    if (!complete && !missing.isEmpty()) {
      loading
          .apply(missing)
          .forEach(
              (key, row) -> {
                before.put(key, row);
                add(key, new Entry<>(row, RowWeight.of(type, row)));
              });
    }
    return before;
  }

  private void add(K key, Entry<V> entry) {
    entries.put(key, entry);
    weight += entry.weight;
  }

  private void put(K key, Optional<V> row) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      if (row.isEmpty()) {
        return; // neither before nor after
      }
      entry = new Entry<>(null, 0);
      add(key, entry);
    }
    V now = row.orElse(null);
    if (now != entry.row) {
      entry.row = now;
      long weighs = RowWeight.of(type, now);
      weight += weighs - entry.weight;
      entry.weight = weighs;
      changed.put(key, entry);
    }
  }

  /** Writes what has changed since the last time, in the transaction that moves the checkpoint. */
  void write(Session session) {
    List<V> fresh = new ArrayList<>();
    List<V> other = new ArrayList<>();
    List<K> gone = new ArrayList<>();
    changed.forEach(
        (key, entry) -> {
          if (entry.row == null && entry.stored != null) {
            gone.add(key);
          } else if (entry.row != null && entry.stored == null) {
            fresh.add(entry.row);
          } else if (entry.row != null && !Objects.equals(entry.row, entry.stored)) {
            other.add(entry.row);
          }
        });
    table.delete(session, gone); // in this order, unique values are free before they are taken
    table.upsert(session, other);
    table.insert(session, fresh);
  }

  /** After the commit: what was written is what the table has. */
  void written() {
    changed.forEach(
        (key, entry) -> {
          entry.stored = entry.row;
          if (entry.row == null) {
            entries.remove(key);
            weight -= entry.weight;
          }
        });
    changed.clear();
    if (isFull()) {
      shrink();
    }
  }

  private void shrink() {
    complete = false;
    Iterator<Entry<V>> eldest = entries.values().iterator();
    while (weight > maxWeight * KEPT && eldest.hasNext()) {
      weight -= eldest.next().weight;
      eldest.remove();
    }
  }

  /** A row as it is now, and as the table has it. */
  private static final class Entry<V> {
    private @Nullable V stored;
    private @Nullable V row;
    private long weight;

    Entry(@Nullable V stored, long weight) {
      this.stored = stored;
      this.row = stored;
      this.weight = weight;
    }
  }
}
