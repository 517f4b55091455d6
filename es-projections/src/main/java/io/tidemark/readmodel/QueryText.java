package io.tidemark.readmodel;

import static java.util.stream.Collectors.joining;

import io.tidemark.projection.postgres.Column;
import io.tidemark.projection.postgres.ReadModelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SQL text of queries on one table: names come from its record only, values are bound. */
final class QueryText {
  private final ReadModelTable<?> table;
  private final StringBuilder sql;
  private final List<@Nullable Object> parameters = new ArrayList<>();

  private QueryText(ReadModelTable<?> table, String start) {
    this.table = table;
    this.sql = new StringBuilder(start);
  }

  static QueryText select(ReadModelTable<?> table, ReadModelQuery query) {
    QueryText text = new QueryText(table, table.selectSql());
    text.where(query.filter());
    text.orderBy(query.order());
    text.sql.append(" offset ? limit ?");
    text.parameters.add(query.offset());
    text.parameters.add(query.limit());
    return text;
  }

  static QueryText count(ReadModelTable<?> table, Filter filter) {
    QueryText text = new QueryText(table, "select count(*) from " + table.qualifiedName());
    text.where(filter);
    return text;
  }

  String sql() {
    return sql.toString();
  }

  @Nullable Object[] parameters() {
    return parameters.toArray();
  }

  private void where(Filter filter) {
    String separator = " where ";
    for (Filter.Condition condition : filter.conditions()) {
      Column column = column(condition.component());
      sql.append(separator).append(condition.template().formatted(column.quotedName()));
      condition.values().forEach(value -> parameters.add(column.bindable(value)));
      separator = " and ";
    }
  }

  private void orderBy(List<ReadModelQuery.Order> order) {
    Stream<String> wanted =
        order.stream().map(by -> column(by.component()).quotedName() + " " + by.direction());
    sql.append(" order by ")
        .append(Stream.concat(wanted, Stream.of(table.key().quotedName())).collect(joining(", ")));
  }

  private Column column(String component) {
    return table.columns().stream()
        .filter(column -> column.component().name().equals(component))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown component %s: expected one of %s"
                        .formatted(
                            component,
                            table.columns().stream()
                                .map(column -> column.component().name())
                                .toList())));
  }
}
