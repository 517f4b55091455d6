package io.tidemark.readmodel;

import io.tidemark.history.RowOrigin;
import io.tidemark.projection.ReadModelDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows that were folded from history and are held in memory; asked as those in a table are. */
final class ReplayedRows<K, V> implements ReadModel<K, V> {
  private final ReadModelDefinition<K, V> projection;
  private final Map<K, V> rows;
  private final RowOrigin origin;

  ReplayedRows(ReadModelDefinition<K, V> projection, Map<K, V> rows, RowOrigin origin) {
    this.projection = projection;
    this.rows = rows;
    this.origin = origin;
  }

  @Override
  public Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(projection.keyForm(key)));
  }

  @Override
  public List<V> findAll(ReadModelQuery query) {
    return meeting(query.filter())
        .sorted(RowOrder.of(projection.rows(), query.order()))
        .skip(query.offset())
        .limit(query.limit())
        .toList();
  }

  @Override
  public long count(Filter filter) {
    return meeting(filter).count();
  }

  @Override
  public RowOrigin origin() {
    return origin;
  }

  private Stream<V> meeting(Filter filter) {
    List<BoundCondition> conditions = BoundCondition.all(projection.rows(), filter);
    return rows.values().stream()
        .filter(row -> conditions.stream().allMatch(condition -> condition.isMetBy(row)));
  }
}
