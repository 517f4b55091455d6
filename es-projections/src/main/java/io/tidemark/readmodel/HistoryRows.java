package io.tidemark.readmodel;

import io.tidemark.history.RowHistory;
import io.tidemark.history.RowOrigin;
import io.tidemark.projection.Projection;
import io.tidemark.projection.table.Relation;
import java.util.List;
import java.util.Optional;

/** Rows as they were at a position, asked of the versions that the database keeps. */
final class HistoryRows<K, V> implements ReadModel<K, V> {
  private final Projection<K, V> projection;
  private final RowHistory<K, V> history;
  private final Relation<V> rows;
  private final long position;
  private final RowHistory.Look look;

  HistoryRows(
      Projection<K, V> projection, RowHistory<K, V> history, long position, RowHistory.Look look) {
    this.projection = projection;
    this.history = history;
    this.rows = history.table().history().asOf(position);
    this.position = position;
    this.look = look;
  }

  @Override
  public Optional<V> find(K key) {
    Filter byKey = Filter.where(rows.key().component().name()).equalTo(key);
    return findAll(ReadModelQuery.all().where(byKey)).stream().findFirst();
  }

  @Override
  public List<V> findAll(ReadModelQuery query) {
    QueryText text = QueryText.select(rows, projection.rows(), query);
    return history.query(
        position, look, session -> session.query(text.sql(), rows::read, text.parameters()));
  }

  @Override
  public long count(Filter filter) {
    QueryText text = QueryText.count(rows, projection.rows(), filter);
    return history.query(
        position,
        look,
        session -> session.first(text.sql(), row -> row.integer(1), text.parameters()).orElse(0L));
  }

  @Override
  public RowOrigin origin() {
    RowOrigin origin = RowOrigin.history(position, 0);
    return look.remark().map(origin::because).orElse(origin);
  }
}
