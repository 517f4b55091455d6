package io.tidemark.readmodel;

import io.tidemark.history.HistoryReach;
import io.tidemark.history.RowHistory;
import io.tidemark.history.RowOrigin;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.Projection;
import io.tidemark.projection.table.Relation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows as they were at a position, asked of the versions that the database keeps. */
final class HistoryRows<K, V> implements ReadModel<K, V> {
  private final Projection<K, V> projection;
  private final Relation<V> rows;
  private final long position;
  private final HistoryReach.Look look;
  private final RelationQueries<V> queries;

  HistoryRows(
      Projection<K, V> projection,
      RowHistory<K, V> history,
      long position,
      HistoryReach.Look look) {
    this.projection = projection;
    this.rows = history.table().history().asOf(position);
    this.position = position;
    this.look = look;
    this.queries = new RelationQueries<>(rows, projection, new Access(history, position, look));
  }

  @Override
  public Optional<V> find(K key) {
    Filter byKey = Filter.where(rows.key().component().name()).equalTo(key);
    return findAll(ReadModelQuery.all().where(byKey)).stream().findFirst();
  }

  @Override
  public List<V> findAll(ReadModelQuery query) {
    return queries.findAll(query);
  }

  @Override
  public RowPage<V> findPage(ReadModelQuery query) {
    return RowPage.of(projection, query, this::findAll);
  }

  @Override
  public Stream<V> stream(ReadModelQuery query) {
    return queries.stream(query);
  }

  @Override
  public long count(Filter filter) {
    return queries.count(filter);
  }

  @Override
  public Map<Object, Long> countBy(String group, Filter filter) {
    return queries.countBy(group, filter);
  }

  @Override
  public Map<Object, BigDecimal> sumBy(String group, String summed, Filter filter) {
    return queries.sumBy(group, summed, filter);
  }

  @Override
  public RowOrigin origin() {
    RowOrigin origin = RowOrigin.history(position, 0);
    return look.remark().map(origin::because).orElse(origin);
  }

  private record Access(RowHistory<?, ?> history, long position, HistoryReach.Look look)
      implements RelationQueries.Access {
    @Override
    public <T> T ask(Function<Session, T> query, T nothing) {
      return history.query(position, look, query);
    }

    @Override
    public <T> Stream<T> stream(QueryText text, RowMapper<T> mapper) {
      return history.stream(position, text.sql(), mapper, text.parameters());
    }
  }
}
