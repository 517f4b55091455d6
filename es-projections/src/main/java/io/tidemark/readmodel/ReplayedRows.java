package io.tidemark.readmodel;

import io.tidemark.history.RowOrigin;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.RowComponent;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    return isStorable(key)
        ? Optional.ofNullable(rows.get(projection.keyForm(key)))
        : meeting(Filter.ofKey(projection.key(), key)).findFirst(); // says what is wrong
  }

  private boolean isStorable(K key) {
    List<RowComponent> components = projection.key().components();
    List<Object> values = projection.key().values(key);
    return IntStream.range(0, components.size())
        .allMatch(i -> ComparedValue.isStorable(components.get(i).kind(), values.get(i)));
  }

  @Override
  public List<V> findAll(ReadModelQuery query) {
    return stream(query).toList();
  }

  @Override
  public RowPage<V> findPage(ReadModelQuery query) {
    return RowPage.of(projection, query, this::findAll);
  }

  @Override
  public Stream<V> stream(ReadModelQuery query) {
    BoundQuery<V> bound = BoundQuery.of(projection, query);
    Stream<V> found = meeting(bound.conditions());
    Stream<V> behind =
        bound
            .after()
            .map(place -> found.filter(row -> RowOrder.isAfter(bound.order(), row, place)))
            .orElse(found);
    return behind.sorted(RowOrder.of(bound.order())).skip(bound.offset()).limit(bound.limit());
  }

  @Override
  public long count(Filter filter) {
    return meeting(filter).count();
  }

  @Override
  public Map<Object, Long> countBy(String group, Filter filter) {
    return Collections.unmodifiableMap(
        Grouping.count(projection.rows(), group)
            .fold(meeting(filter), (count, row) -> count == null ? 1L : count + 1L));
  }

  @Override
  public Map<Object, BigDecimal> sumBy(String group, String summed, Filter filter) {
    Grouping grouping = Grouping.sum(projection.rows(), group, summed);
    return Collections.unmodifiableMap(
        grouping.fold(
            meeting(filter),
            (sum, row) -> (sum == null ? BigDecimal.ZERO : sum).add(grouping.amount(row))));
  }

  @Override
  public RowOrigin origin() {
    return origin;
  }

  private Stream<V> meeting(Filter filter) {
    return meeting(BoundCondition.all(projection.rows(), filter));
  }

  private Stream<V> meeting(List<BoundCondition> conditions) {
    return rows.values().stream()
        .filter(row -> conditions.stream().allMatch(condition -> condition.isMetBy(row)));
  }
}
