package io.tidemark.readmodel;

import io.tidemark.history.RowOrigin;
import io.tidemark.row.Accessor;
import io.tidemark.row.ComponentName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be asked for: those that serve, or those of a point in history. Queries mean the same on
 * both. Immutable and thread-safe.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
public sealed interface ReadModel<K, V> permits QueriedRows, ReplayedRows {
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

  /**
   * The rows of one page, as many as the {@linkplain ReadModelQuery#limit limit} of the query says,
   * and the cursor for the next one.
   *
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does, or if the limit is 0
   */
  RowPage<V> findPage(ReadModelQuery query);

  /**
   * Rows one after the other, of which memory holds 200 at most, if they come from a table. Until
   * it is closed, the stream holds a connection with an open transaction, and a rebuild cannot
   * switch to its new rows: use it in a {@code try} with resources. All rows are of one moment. For
   * one thread.
   *
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does
   */
  Stream<V> stream(ReadModelQuery query);

  /**
   * How many rows that meet a filter have each value of a component, smallest value first. Rows
   * without a value come last: their key is an empty Optional, or null, as the record has it.
   *
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does
   */
  Map<Object, Long> countBy(String group, Filter filter);

  /** The same, of a component as {@code Balance::owner}. */
  @SuppressWarnings("unchecked") // the accessor has the type of its component
  default <G extends @Nullable Object> Map<G, Long> countBy(Accessor<V, G> group, Filter filter) {
    return (Map<G, Long>) countBy(ComponentName.of(group).text(), filter);
  }

  /**
   * The sum of a component over the rows that meet a filter, by the values of another, smallest
   * first as in {@link #countBy}. Exact, with the greatest scale there is in the group; a row
   * without a value adds nothing.
   *
   * @param summed whole numbers or decimals: sums of doubles depend on the order of the rows
   * @throws IllegalArgumentException as {@link #findAll(ReadModelQuery)} does
   */
  Map<Object, BigDecimal> sumBy(String group, String summed, Filter filter);

  /** The same, of components as {@code Balance::owner}. */
  @SuppressWarnings("unchecked") // the accessor has the type of its component
  default <G extends @Nullable Object> Map<G, BigDecimal> sumBy(
      Accessor<V, G> group, Accessor<V, ?> summed, Filter filter) {
    return (Map<G, BigDecimal>)
        sumBy(ComponentName.of(group).text(), ComponentName.of(summed).text(), filter);
  }

  /** Where the answers come from, and what it cost to have them. */
  RowOrigin origin();
}
