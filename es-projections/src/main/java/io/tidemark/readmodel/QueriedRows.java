package io.tidemark.readmodel;

import io.tidemark.jdbc.Row;
import io.tidemark.jdbc.RowMapper;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.Column;
import io.tidemark.projection.table.Relation;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows that are asked for by SQL, be they those of a table or as they were. Immutable. */
abstract sealed class QueriedRows<K, V> implements ReadModel<K, V>
    permits ReadModelRepository, HistoryRows {
  private final Relation<V> relation;
  private final ReadModelDefinition<K, V> projection;
  private final Access access;

  /** How one gets to the database. */
  interface Access {
    /** Gives the answer to a query, or {@code nothing} if there is no table yet. */
    <T> T ask(Function<Session, T> query, T nothing);

    /** Streams the answer to a query; nothing if there is no table yet. */
    <T> Stream<T> stream(QueryText text, RowMapper<T> mapper);
  }

  QueriedRows(Relation<V> relation, ReadModelDefinition<K, V> projection, Access access) {
    this.relation = relation;
    this.projection = projection;
    this.access = access;
  }

  @Override
  public Optional<V> find(K key) {
    return findAll(ReadModelQuery.all().where(Filter.ofKey(projection.key(), key))).stream()
        .findFirst();
  }

  @Override
  public List<V> findAll(ReadModelQuery query) {
    QueryText text = select(query);
    return access.ask(session -> findAll(session, text), List.of());
  }

  final List<V> findAll(Session session, QueryText text) {
    return session.query(text.sql(), relation::read, text.parameters());
  }

  @Override
  public RowPage<V> findPage(ReadModelQuery query) {
    return RowPage.of(projection, query, this::findAll);
  }

  @Override
  public Stream<V> stream(ReadModelQuery query) {
    return access.stream(select(query), relation::read);
  }

  final QueryText select(ReadModelQuery query) {
    return QueryText.select(relation, BoundQuery.of(projection, query));
  }

  @Override
  public long count(Filter filter) {
    QueryText text = QueryText.count(relation, BoundCondition.all(projection.rows(), filter));
    return access.ask(
        session -> session.first(text.sql(), row -> row.integer(1), text.parameters()).orElse(0L),
        0L);
  }

  @Override
  public Map<Object, Long> countBy(String group, Filter filter) {
    return groups(Grouping.count(projection.rows(), group), filter, row -> row.integer(2));
  }

  @Override
  public Map<Object, BigDecimal> sumBy(String group, String summed, Filter filter) {
    return groups(
        Grouping.sum(projection.rows(), group, summed),
        filter,
        row -> Objects.requireNonNull(row.object(2, BigDecimal.class)));
  }

  private <T> Map<Object, T> groups(Grouping grouping, Filter filter, RowMapper<T> folded) {
    QueryText text =
        QueryText.groups(relation, grouping, BoundCondition.all(projection.rows(), filter));
    Column group = QueryText.column(relation, grouping.group());
    Map<Object, T> groups = new LinkedHashMap<>();
    access.ask(
        session -> {
          session.forEach(
              text.sql(),
              (Row row) -> groups.put(grouping.form(group.read(row, 1)), folded.map(row)),
              text.parameters());
          return true;
        },
        false);
    return Collections.unmodifiableMap(groups);
  }
}
