package io.tidemark.readmodel;

import io.tidemark.history.RowOrigin;
import java.util.List;
import java.util.Optional;

/**
 * Rows to be asked for: those that serve, or those of a point in history. Queries mean the same on
 * both. Immutable and thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public sealed interface ReadModel<K, V> permits ReadModelRepository, HistoryRows, ReplayedRows {
  /** The row with this key. */
  Optional<V> find(K key);

  /** All rows in the order of their keys. */
  default List<V> findAll() {
    return findAll(ReadModelQuery.all());
  }

  /**
   * The rows of a query.
   *
   * @throws IllegalArgumentException if it names a component that the record does not have, or
   *     compares it with a value of another kind
   */
  List<V> findAll(ReadModelQuery query);

  /**
   * How many rows meet a filter.
   *
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does
   */
  long count(Filter filter);

  /** Where the answers come from, and what it cost to have them. */
  RowOrigin origin();
}
